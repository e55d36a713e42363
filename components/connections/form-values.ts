import type { FieldForm } from "@/lib/connectors/connector";

/** What a form holds: text for each field's path; null is a credential to take away. */
export type FormValues = Record<string, string | null>;

/** A form's first values: settings as they are, credentials empty, since they are write-only. */
export function valuesOf(
  fields: readonly FieldForm[],
  stored: { settings: Record<string, unknown> } | null,
): FormValues {
  return Object.fromEntries(
    fields.map((field) => {
      const [root, name = ""] = field.path.split(".");
      const given = root === "settings" ? stored?.settings[name] : undefined;
      const first = stored === null ? firstOf(field) : "";
      return [field.path, textOf(given) ?? first];
    }),
  );
}

const firstOf = ({ initial, options }: FieldForm): string =>
  initial ?? options?.[0]?.value ?? "";

/** A setting as a form shows it: lists with commas. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  return Array.isArray(value) ? value.join(", ") : null;
}

type Bodies = {
  settings: Record<string, string | null>;
  credentials: Record<string, string | null>;
};

/**
 * The settings and credentials to send. For a new connection empty fields are
 * left out; in a patch an empty setting is taken away (null), while an empty
 * credential means: keep the one that is stored.
 */
export function bodiesOf(
  fields: readonly FieldForm[],
  values: FormValues,
  isPatch: boolean,
): Bodies {
  const bodies: Bodies = { settings: {}, credentials: {} };
  for (const { path, secret } of fields) {
    const [root, name = ""] = path.split(".");
    const value = values[path] ?? null;
    const text = value?.trim() ?? null;
    const target =
      root === "credentials" ? bodies.credentials : bodies.settings;
    if (text !== null && text !== "") target[name] = text;
    else if (isPatch && (!secret || text === null)) target[name] = null;
  }
  return bodies;
}
