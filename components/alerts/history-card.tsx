"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Select } from "@/components/ui/field";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { SEVERITIES } from "@/lib/alerts/rule";
import { durationWords } from "@/lib/alerts/number-words";
import { useAlertRules } from "@/lib/queries/alert-rules";
import { useAlertHistory, type AlertFilter } from "@/lib/queries/alerts";
import { useSyncs } from "@/lib/queries/syncs";
import type { AlertDto } from "@/lib/services/alert/schemas";
import { causeLink } from "./open-alerts";
import { severityWord, SeverityTag } from "./severity";

const FILTERS: readonly (keyof AlertFilter)[] = [
  "severity",
  "ruleId",
  "syncId",
];
const NO_FILTER: AlertFilter = { severity: null, ruleId: null, syncId: null };

/** What has recovered. */
export function HistoryCard() {
  const [filter, setFilter] = useState(NO_FILTER);
  const history = useAlertHistory(filter);
  const alerts = history.data?.pages.flatMap(({ data }) => data);
  const isFiltered = Object.values(filter).some((value) => value !== null);
  return (
    <Card
      title="History"
      aside={<Filters filter={filter} onChange={setFilter} />}
    >
      <ErrorNotice error={history.error} className="m-4" />
      {alerts === undefined ? (
        history.error === null && <SkeletonRows />
      ) : alerts.length === 0 ? (
        <EmptyState
          title={
            isFiltered ? "No alert is like this" : "Nothing has happened yet"
          }
        >
          {isFiltered
            ? "Choose another severity, rule or sync."
            : "Alerts that have recovered are kept here for 90 days."}
        </EmptyState>
      ) : (
        <HistoryTable alerts={alerts} />
      )}
      {history.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button
            size="sm"
            isBusy={history.isFetchingNextPage}
            onClick={() => void history.fetchNextPage()}
          >
            Show older alerts
          </Button>
        </div>
      )}
    </Card>
  );
}

type Choice = {
  label: string;
  /** What choosing nothing means. */
  all: string;
  options: { value: string; word: string }[];
};

function Filters({
  filter,
  onChange,
}: {
  filter: AlertFilter;
  onChange: (filter: AlertFilter) => void;
}) {
  const rules = useAlertRules().data ?? [];
  const syncs = useSyncs().data ?? [];
  const named = (items: { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, word: name }));
  const choices: Record<keyof AlertFilter, Choice> = {
    severity: {
      ...{ label: "Severity", all: "Any severity" },
      options: SEVERITIES.map((value) => ({
        value,
        word: severityWord(value),
      })),
    },
    ruleId: { label: "Rule", all: "Any rule", options: named(rules) },
    syncId: { label: "Sync", all: "All syncs", options: named(syncs) },
  };
  return (
    <div className="flex flex-wrap gap-2">
      {FILTERS.map((name) => (
        <Select
          key={name}
          isInline
          aria-label={choices[name].label}
          className="max-md:max-w-36"
          value={filter[name] ?? ""}
          onChange={({ target }) =>
            onChange({ ...filter, [name]: target.value || null })
          }
        >
          <option value="">{choices[name].all}</option>
          {choices[name].options.map(({ value, word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      ))}
    </div>
  );
}

function HistoryTable({ alerts }: { alerts: AlertDto[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Alert</Th>
          <Th className="max-md:hidden">Severity</Th>
          <Th className="max-md:hidden">Began</Th>
          <Th right>Lasted</Th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={alert.id} className="hover:bg-sunken">
            <Td className="min-w-56">
              <Link
                data-row
                href={causeLink(alert).href}
                className="font-[550] [overflow-wrap:anywhere]"
              >
                {alert.title}
              </Link>
              <p className="line-clamp-2 max-w-[90ch] text-xs text-ink-2">
                {alert.cause}
              </p>
              <p className="text-xs text-ink-3 md:hidden">
                {severityWord(alert.severity)},{" "}
                <ClockTime at={alert.openedAt} />
              </p>
            </Td>
            <Td className="max-md:hidden">
              <SeverityTag severity={alert.severity} />
            </Td>
            <Td className="text-ink-2 max-md:hidden">
              <ClockTime at={alert.openedAt} />
            </Td>
            <Td right className="whitespace-nowrap">
              {lasted(alert)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const lasted = ({ openedAt, recoveredAt }: AlertDto) =>
  durationWords(
    (Date.parse(recoveredAt ?? openedAt) - Date.parse(openedAt)) / 1_000,
  );
