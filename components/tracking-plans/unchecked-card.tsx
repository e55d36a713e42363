"use client";
import { cx } from "class-variance-authority";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ledger/outcomes";
import type { PlanRuleDto } from "@/lib/services/tracking-plan/schemas";
import { ruleTitle } from "./rule-title";

const SHOWN = 4;

/** What a plan says that no call can be checked against. */
export function UncheckedCard({ rules }: { rules: PlanRuleDto[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const notes = rules.flatMap((rule) =>
    [...new Set(rule.notes)].map((note) => ({ title: ruleTitle(rule), note })),
  );
  const shown = isOpen ? notes : notes.slice(0, SHOWN);
  return (
    <Card
      title="What can’t be checked"
      aside={
        <span className="text-sm text-ink-2 tabular-nums">
          {notes.length === 0 ? "nothing" : formatCount(notes.length)}
        </span>
      }
    >
      {notes.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">
          All of the plan is checked.
        </p>
      ) : (
        <ul
          // A long list is scrolled by keyboard too.
          tabIndex={isOpen ? 0 : undefined}
          className={cx(
            "grid gap-2 px-4 py-3 text-sm",
            isOpen && "max-h-72 overflow-y-auto",
          )}
        >
          {shown.map(({ title, note }, index) => (
            <li key={index} className="[overflow-wrap:anywhere]">
              <span className="font-medium">{title}</span>{" "}
              <span className="text-ink-2">{note}</span>
            </li>
          ))}
        </ul>
      )}
      {notes.length > SHOWN && (
        <div className="border-t border-line px-4 py-2">
          <Button
            size="sm"
            variant="ghost"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? "Show fewer" : `Show all ${formatCount(notes.length)}`}
          </Button>
        </div>
      )}
    </Card>
  );
}
