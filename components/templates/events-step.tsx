"use client";
import { useState, type KeyboardEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { useEventNames } from "@/lib/queries/connections";
import type { TemplateView } from "@/lib/templates/template";
import type { Choices } from "./choices";

type Props = {
  template: TemplateView;
  choices: Choices;
  onChange: (part: Partial<Choices>) => void;
  onBack: () => void;
  onNext: () => void;
};

/** Which events, and what they are called at the other end. */
export function EventsStep(props: Props) {
  const { template, choices, onChange, onBack, onNext } = props;
  const [typed, setTyped] = useState("");
  const seen =
    useEventNames(
      choices.heap === null
        ? null
        : { connection: choices.heap, stream: "events" },
    ).data ?? [];
  const { events } = choices;
  const question = (name: string) =>
    template.questions.find((one) => one.name === name);
  const add = (name: string) => {
    const event = name.trim();
    if (event !== "" && !events.includes(event))
      onChange({ events: [...events, event] });
    setTyped("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && typed.trim() !== "") {
      event.preventDefault();
      add(typed);
    }
    if (event.key === "Backspace" && typed === "")
      onChange({ events: events.slice(0, -1) });
  };
  const suggestions = seen.filter(({ event }) => !events.includes(event));
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        add(typed);
        onNext();
      }}
    >
      <Field
        label={question("event")?.label ?? "Which events"}
        help={question("event")?.help}
      >
        {(control) => (
          <div className="grid gap-2">
            <div className="flex gap-2">
              <Input
                {...control}
                value={typed}
                list="seen-events"
                placeholder={
                  events.length === 0 ? "All events" : "Another event"
                }
                onChange={(event) => setTyped(event.target.value)}
                onKeyDown={onKeyDown}
              />
              <Button
                className="h-[34px]"
                disabled={typed.trim() === ""}
                onClick={() => add(typed)}
              >
                Add
              </Button>
            </div>
            <datalist id="seen-events">
              {suggestions.map(({ event }) => (
                <option key={event} value={event} />
              ))}
            </datalist>
            <Chips
              events={events}
              onRemove={(gone) =>
                onChange({ events: events.filter((event) => event !== gone) })
              }
            />
            {suggestions.length > 0 && (
              <Seen names={suggestions.map(({ event }) => event)} onAdd={add} />
            )}
          </div>
        )}
      </Field>
      <Field
        label={question("segmentEvent")?.label ?? "Name in Segment"}
        help={question("segmentEvent")?.help}
        optional
      >
        {(control) => (
          <Input
            {...control}
            value={choices.segmentEvent}
            placeholder="Heap’s own name"
            onChange={(event) => onChange({ segmentEvent: event.target.value })}
          />
        )}
      </Field>
      <div className="flex justify-between">
        <Button onClick={onBack}>Back</Button>
        <Button type="submit" variant="primary">
          Continue
        </Button>
      </div>
    </form>
  );
}

function Chips({
  events,
  onRemove,
}: {
  events: string[];
  onRemove: (event: string) => void;
}) {
  return (
    <ul
      className="flex flex-wrap gap-1.5 empty:hidden"
      aria-label="Chosen events"
    >
      {events.map((event) => (
        <li
          key={event}
          className="inline-flex items-center gap-1 rounded-full border border-line-strong py-0.5 pr-1 pl-2.5 text-xs font-medium"
        >
          {event}
          <button
            type="button"
            aria-label={`Remove ${event}`}
            onClick={() => onRemove(event)}
            className="rounded-full p-1 text-ink-2 hover:bg-sunken hover:text-ink"
          >
            <Icon name="cross" size={10} />
          </button>
        </li>
      ))}
    </ul>
  );
}

const SEEN_SHOWN_MAX = 8;

function Seen({
  names,
  onAdd,
}: {
  names: string[];
  onAdd: (name: string) => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs text-ink-2">
      Seen lately:
      {names.slice(0, SEEN_SHOWN_MAX).map((name) => (
        <button
          key={name}
          type="button"
          onClick={() => onAdd(name)}
          className="rounded-full border border-dashed border-line-strong px-2 py-0.5 hover:bg-sunken hover:text-ink"
        >
          + {name}
        </button>
      ))}
    </div>
  );
}
