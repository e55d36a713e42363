import type { z } from "zod";

/** How the form shows one field; `secret` ones are write-only. */
export type FieldForm = {
  /** settings.name, credentials.name, or settings.group.name. */
  path: string;
  label: string;
  help: string;
  /** Where in the vendor's own pages a person finds the value. */
  where: string | null;
  secret: boolean;
  required: boolean;
  options?: readonly { value: string; label: string }[];
  placeholder?: string;
  /** The setting is a number. */
  isNumber?: boolean;
  /** What the form of a new one begins with; else the first of the options. */
  initial?: string;
  /** Behind "More settings" in the form. */
  advanced?: boolean;
  /** Nothing works without it where it is shown; the form is taken and refused, since it may be behind "More settings". */
  isNeeded?: boolean;
  /** Shown, and sent, only where another field has one of these values. */
  when?: { path: string; is: readonly string[] };
};

export type ConnectorDefinition = {
  kind: string;
  title: string;
  settings: z.ZodType<Record<string, unknown>>;
  credentials: z.ZodType<Record<string, unknown>>;
  fields: readonly FieldForm[];
};
