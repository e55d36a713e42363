import { isJsonObject } from "@/lib/shared/json";
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
      const given = stored === null ? undefined : settingAt(stored, field.path);
      // A choice always shows one of its options.
      const isChosen = stored === null || field.options !== undefined;
      const first = isChosen ? firstOf(field) : "";
      return [field.path, textOf(given) ?? first];
    }),
  );
}

function settingAt(
  stored: { settings: Record<string, unknown> },
  path: string,
): unknown {
  const [root, ...names] = path.split(".");
  if (root !== "settings") return undefined;
  return names.reduce<unknown>(
    (value, name) => (isJsonObject(value) ? value[name] : undefined),
    stored.settings,
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

type Body = Record<string, unknown>;
type Bodies = { settings: Body; credentials: Body };

/** Whether a field belongs to what other fields say. */
export const isAsked = ({ when }: FieldForm, values: FormValues): boolean =>
  when === undefined || when.is.includes(values[when.path] ?? "");

/**
 * The settings and credentials to send. For a new connection empty fields are
 * left out; in a patch an empty setting is taken away (null), while an empty
 * credential means: keep the one that is stored. A group of settings goes as a whole.
 */
export function bodiesOf(
  fields: readonly FieldForm[],
  values: FormValues,
  isPatch: boolean,
): Bodies {
  const bodies: Bodies = { settings: {}, credentials: {} };
  for (const field of fields) {
    if (!isAsked(field, values)) continue;
    const value = values[field.path] ?? null;
    const text = value?.trim() ?? null;
    if (text !== null && text !== "")
      put(bodies, field.path, asSetting(field, text));
    else if (isPatch && (!field.secret || text === null))
      put(bodies, field.path, null);
  }
  return bodies;
}

/** What is no number goes as it is, for the check to say so. */
function asSetting({ isNumber = false }: FieldForm, text: string): unknown {
  const number = Number(text);
  return isNumber && Number.isFinite(number) ? number : text;
}

function put(bodies: Bodies, path: string, value: unknown): void {
  const [root, ...names] = path.split(".");
  const body = root === "credentials" ? bodies.credentials : bodies.settings;
  const [first = "", second] = names;
  if (second === undefined) body[first] = value;
  else body[first] = { ...asGroup(body[first]), [second]: value };
}

const asGroup = (value: unknown) => (isJsonObject(value) ? value : {});
