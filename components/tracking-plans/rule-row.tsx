"use client";
import { cx } from "class-variance-authority";
import { memo, useId, useState } from "react";
import { Icon } from "@/components/ui/icon";
import { JsonView } from "@/components/ui/json-view";
import { Tag } from "@/components/ui/tag";
import { PropertyTable } from "./property-table";
import { RULE_TYPE_WORDS } from "./rule-title";
import type { ShownRule } from "./shown-rules";

/** One rule; pressing it unfolds what it says. */
export const RuleRow = memo(function RuleRow({ shown }: { shown: ShownRule }) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const { rule, title, properties, requiredCount } = shown;
  return (
    <li className="border-t border-line first:border-t-0">
      <button
        type="button"
        data-row
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
        className="flex w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-[9px] text-left text-sm hover:bg-sunken md:flex-nowrap"
      >
        <span
          className={cx(
            "text-ink-3 transition-transform",
            isOpen && "rotate-90",
          )}
        >
          <Icon name="unfold" size={12} />
        </span>
        <span className="flex-none md:w-16">
          <Tag>{RULE_TYPE_WORDS[rule.type]}</Tag>
        </span>
        <span className="min-w-0 grow basis-1/2 font-[550] [overflow-wrap:anywhere]">
          {title}
        </span>
        <span className="flex gap-3 text-xs text-ink-2 tabular-nums max-md:w-full max-md:pl-6">
          <span className="md:w-10">v{rule.version}</span>
          <span className="md:w-24 md:text-right">
            {properties.length === 1
              ? "1 property"
              : `${properties.length} properties`}
          </span>
          <span className="md:w-20 md:text-right">
            {requiredCount} required
          </span>
        </span>
      </button>
      {isOpen && (
        <div id={id} className="grid gap-3 px-4 pt-1 pb-4 md:pl-10">
          <RuleDetail shown={shown} />
        </div>
      )}
    </li>
  );
});

function RuleDetail({
  shown: { rule, title, properties },
}: {
  shown: ShownRule;
}) {
  const { description } = rule.jsonSchema;
  return (
    <>
      {typeof description === "string" && description !== "" && (
        <p className="max-w-[72ch] text-sm text-ink-2">{description}</p>
      )}
      {rule.notes.length > 0 && (
        <ul className="grid gap-0.5 text-xs text-warn">
          {[...new Set(rule.notes)].map((note) => (
            <li key={note} className="[overflow-wrap:anywhere]">
              {note}
            </li>
          ))}
        </ul>
      )}
      {properties.length === 0 ? (
        <p className="text-sm text-ink-2">It lists no property.</p>
      ) : (
        <PropertyTable title={title} properties={properties} />
      )}
      <details>
        <summary className="w-fit text-xs text-ink-2 hover:text-ink">
          As JSON Schema
        </summary>
        <div className="mt-2">
          <JsonView value={rule.jsonSchema} label={`The schema of ${title}`} />
        </div>
      </details>
    </>
  );
}
