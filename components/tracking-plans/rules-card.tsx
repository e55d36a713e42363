"use client";
import { useDeferredValue, useMemo } from "react";
import { formatCount } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import type { PlanRuleDto } from "@/lib/services/tracking-plan/schemas";
import { RuleRow } from "./rule-row";
import { findRules, shownRules, type ShownRule } from "./shown-rules";
import { useGrowing } from "./use-growing";
import { useTextInUrl } from "./use-text-in-url";

/** A plan's rules, found by typing; each unfolds into its properties. */
export function RulesCard({ rules }: { rules: PlanRuleDto[] }) {
  const [text, setText] = useTextInUrl("q");
  const all = useMemo(() => shownRules(rules), [rules]);
  const wanted = useDeferredValue(text);
  const found = useMemo(() => findRules(all, wanted), [all, wanted]);
  return (
    <Card
      title="Rules"
      aside={
        <>
          <span
            role="status"
            className="text-sm whitespace-nowrap text-ink-2 tabular-nums"
          >
            {found.length === all.length
              ? formatCount(all.length)
              : `${formatCount(found.length)} of ${formatCount(all.length)}`}
          </span>
          <Input
            type="search"
            aria-label="Find an event or property"
            placeholder="Find an event or property"
            className="max-w-64"
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </>
      }
    >
      {found.length === 0 ? (
        <EmptyState title={`No rule has “${wanted}” in it`}>
          Events, kinds of calls and properties are looked through.
        </EmptyState>
      ) : (
        <Rows rules={found} />
      )}
    </Card>
  );
}

function Rows({ rules }: { rules: readonly ShownRule[] }) {
  const { shown, end } = useGrowing(rules);
  return (
    <>
      <ul aria-label="Rules">
        {shown.map((shownRule) => (
          <RuleRow key={shownRule.id} shown={shownRule} />
        ))}
      </ul>
      {end}
    </>
  );
}
