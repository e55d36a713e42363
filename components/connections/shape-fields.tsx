"use client";
import { Field, Input, Select } from "@/components/ui/field";
import { Table, Td, Th } from "@/components/ui/table";
import type { JsonObject } from "@/lib/shared/json";
import { REST } from "@/lib/sync/event-shape";
import {
  assignRole,
  objectsOf,
  roleOf,
  ROLES,
  rowsOf,
  type ShapeDraft,
} from "./shape-draft";

const VALUE_CHARACTERS_MAX = 60;

type Props = {
  draft: ShapeDraft;
  body: JsonObject | null;
  onChange: (draft: ShapeDraft) => void;
};

/** The fields with their values, and what each is. */
export function ShapeFields({ draft, body, onChange }: Props) {
  const rows = rowsOf(draft, body);
  return (
    <div className="grid min-w-0 content-start gap-4">
      {rows.length > 0 && (
        <Table>
          <thead>
            <tr>
              <Th>Field</Th>
              <Th>Value</Th>
              <Th>Is the</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, value }) => (
              <tr key={path}>
                <Td className="font-mono text-xs [overflow-wrap:anywhere]">
                  {path}
                </Td>
                <Td className="text-xs [overflow-wrap:anywhere] text-ink-2">
                  {value === undefined ? "not in the example" : shown(value)}
                </Td>
                <Td>
                  <RoleSelect draft={draft} path={path} onChange={onChange} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {draft.paths.event === undefined && (
        <Field
          label="Event name"
          help="No field is the event’s name: every body becomes this event."
        >
          {(control) => (
            <Input
              {...control}
              value={draft.fixedEvent}
              onChange={({ target }) =>
                onChange({ ...draft, fixedEvent: target.value })
              }
            />
          )}
        </Field>
      )}
      <PropertiesSelect draft={draft} body={body} onChange={onChange} />
    </div>
  );
}

function RoleSelect({
  draft,
  path,
  onChange,
}: Omit<Props, "body"> & { path: string }) {
  return (
    <Select
      aria-label={`What ${path} is`}
      value={roleOf(draft, path) ?? ""}
      onChange={({ target }) => {
        const role = ROLES.find(({ name }) => name === target.value);
        onChange(assignRole(draft, path, role?.name ?? null));
      }}
    >
      <option value="">Property</option>
      {ROLES.map(({ name, label }) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </Select>
  );
}

function PropertiesSelect({ draft, body, onChange }: Props) {
  const { properties } = draft;
  const objects = objectsOf(body);
  const isOther = ![...objects, REST, ""].includes(properties);
  return (
    <Field label="Properties of the event">
      {(control) => (
        <Select
          {...control}
          value={properties}
          onChange={({ target }) =>
            onChange({ ...draft, properties: target.value })
          }
        >
          <option value={REST}>All other fields</option>
          {[...objects, ...(isOther ? [properties] : [])].map((path) => (
            <option key={path} value={path}>
              Those in {path}
            </option>
          ))}
          <option value="">None: leave other fields out</option>
        </Select>
      )}
    </Field>
  );
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_CHARACTERS_MAX
    ? `${text.slice(0, VALUE_CHARACTERS_MAX)}…`
    : text;
}
