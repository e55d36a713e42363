"use client";
import { connectors } from "@/lib/connectors/registry";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { DefinitionForm, type DefinitionFormProps } from "./definition-form";

export type ConnectionKindShown = "heap" | "segment";

type FormProps = Pick<
  DefinitionFormProps,
  "suggestedName" | "isBusy" | "error" | "onSubmit"
> & { kind: ConnectionKindShown; connection: ConnectionDto | null };

/** One form for every kind of connection. */
export const ConnectionForm = ({ kind, connection, ...props }: FormProps) => (
  <DefinitionForm
    fields={connectors[kind].fields}
    stored={connection}
    nameHelp="How this connection is called in Sluice."
    action={connection === null ? "Connect" : "Save"}
    {...props}
  />
);
