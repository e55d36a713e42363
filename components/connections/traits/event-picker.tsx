"use client";
import { Select } from "@/components/ui/field";
import { EventList } from "./event-list";
import type { PartProps } from "./part-props";

/** Which events count: any, or those that are ticked. */
export function EventPicker({
  connectionId,
  draft: { events },
  problemOf,
  onChange,
}: PartProps) {
  const problem = problemOf("event");
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Events</legend>
      <Select
        isInline
        aria-label="Which events"
        value={events === null ? "any" : "some"}
        onChange={({ target }) =>
          onChange({ events: target.value === "any" ? null : [] })
        }
      >
        <option value="any">Any event</option>
        <option value="some">Some events</option>
      </Select>
      {events !== null && (
        <EventList
          connectionId={connectionId}
          chosen={events}
          onChange={(chosen) => onChange({ events: chosen })}
        />
      )}
      {problem !== undefined && (
        <p role="alert" className="text-xs text-bad">
          Choose an event.
        </p>
      )}
    </fieldset>
  );
}
