"use client";
import { useId } from "react";
import { Field, Input } from "@/components/ui/field";
import { NUMBER, TEXT } from "@/lib/mapping/value-type";
import { useCatalogue } from "@/lib/queries/mapping";
import { propertyKeys } from "@/lib/traits/property-path";
import type { PartProps } from "./part-props";

/** A property of the chosen events, offered with what it holds. */
export function PropertyPicker({
  connectionId,
  draft: { events, property, kind },
  problemOf,
  onChange,
}: PartProps) {
  const listId = useId();
  const source = { connection: connectionId, stream: "events" as const };
  const fields = useCatalogue(source, events ?? []).data?.data ?? [];
  const wanted = kind === "mostFrequent" ? TEXT : NUMBER;
  const offered = fields
    .filter(({ path }) => !path.includes("[]") && propertyKeys(path) !== null)
    .toSorted(
      (a, b) =>
        Number((b.types & wanted) !== 0) - Number((a.types & wanted) !== 0),
    );
  const chosen = offered.find(({ path }) => path === property);
  return (
    <Field
      label="Property"
      help={
        chosen === undefined
          ? "A field of the events. Texts that are numbers count as numbers."
          : `${chosen.typeName}, such as ${chosen.examples.slice(0, 3).join(", ")}`
      }
      error={problemOf("property")}
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={property}
            spellCheck={false}
            autoComplete="off"
            placeholder={offered[0]?.path ?? "properties.amount"}
            className="max-w-md font-mono text-xs"
            onChange={({ target }) => onChange({ property: target.value })}
          />
          <datalist id={listId}>
            {offered.map(({ path, typeName }) => (
              <option key={path} value={path} label={`${path} · ${typeName}`} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
