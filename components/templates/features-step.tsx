"use client";
import { EventList } from "@/components/connections/traits/event-list";
import { Button } from "@/components/ui/button";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { TemplateView } from "@/lib/templates/template";
import type { Choices } from "./choices";

/** Which events show that somebody took a feature up. */
export function FeaturesStep({
  template,
  heap,
  choices,
  onChange,
  onBack,
  onNext,
}: {
  template: TemplateView;
  heap: ConnectionDto;
  choices: Choices;
  onChange: (part: Partial<Choices>) => void;
  onBack: () => void;
  onNext: () => void;
}) {
  const [question] = template.questions;
  return (
    <div className="grid gap-5">
      <fieldset className="grid gap-2">
        <legend className="mb-1 text-sm font-medium">{question?.label}</legend>
        <p className="text-sm text-ink-2">{question?.help}</p>
        <EventList
          connectionId={heap.id}
          chosen={choices.features}
          onChange={(features) => onChange({ features })}
        />
      </fieldset>
      <p className="text-sm text-ink-2">
        Sessions and the last active day are always computed. More traits can be
        added on the connection’s page.
      </p>
      <div className="flex justify-between">
        <Button onClick={onBack}>Back</Button>
        <Button variant="primary" onClick={onNext}>
          Continue
        </Button>
      </div>
    </div>
  );
}
