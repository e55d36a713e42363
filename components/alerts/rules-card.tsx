"use client";
import Link from "next/link";
import { useMay } from "@/components/shell/session";
import { Card } from "@/components/ui/card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { useAlertChannels } from "@/lib/queries/alert-channels";
import { useAlertRules, useSaveRule } from "@/lib/queries/alert-rules";
import { useSyncs } from "@/lib/queries/syncs";
import type { AlertRuleDto } from "@/lib/services/alert/schemas";
import { SeverityTag } from "./severity";

/** All rules: what each minds, about which syncs, and where it tells. */
export function RulesCard({ onOpen }: { onOpen: (id: string) => void }) {
  const { data, error } = useAlertRules();
  return (
    <Card>
      <ErrorNotice error={error} className="m-4" />
      {data === undefined ? (
        error === null && <SkeletonRows />
      ) : (
        <Table>
          <thead>
            <tr>
              <Th>Rule</Th>
              <Th className="max-md:hidden">About</Th>
              <Th className="max-md:hidden">Tells</Th>
              <Th className="max-md:hidden">Severity</Th>
              <Th right>State</Th>
            </tr>
          </thead>
          <tbody>
            {data.map((rule) => (
              <Row key={rule.id} rule={rule} onOpen={onOpen} />
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}

function Row({
  rule,
  onOpen,
}: {
  rule: AlertRuleDto;
  onOpen: (id: string) => void;
}) {
  return (
    <tr className="hover:bg-sunken">
      <Td className="min-w-52">
        {rule.definitionOf === null ? (
          <button
            type="button"
            data-row
            onClick={() => onOpen(rule.id)}
            className="text-left font-[550] [overflow-wrap:anywhere]"
          >
            {rule.name}
          </button>
        ) : (
          <Link
            data-row
            href={`/syncs/${rule.definitionOf.id}`}
            className="font-[550] [overflow-wrap:anywhere]"
          >
            {rule.name}
          </Link>
        )}
        <p className="max-w-[64ch] text-xs text-ink-2">
          Tell when {rule.sentence}.
        </p>
        {rule.definitionOf !== null && (
          <p className="text-xs text-ink-3">
            From the sync’s definition, where it is changed.
          </p>
        )}
        <p className="text-xs text-ink-3 md:hidden">
          <Scope rule={rule} /> · <Tells rule={rule} />
        </p>
      </Td>
      <Td className="text-ink-2 max-md:hidden">
        <Scope rule={rule} />
      </Td>
      <Td className="text-ink-2 max-md:hidden">
        <Tells rule={rule} />
      </Td>
      <Td className="max-md:hidden">
        <SeverityTag severity={rule.severity} />
      </Td>
      <Td right>
        <div className="flex items-center justify-end gap-2">
          {rule.openAlerts > 0 && <Tag tone="bad">{rule.openAlerts} open</Tag>}
          <Toggle rule={rule} />
        </div>
      </Td>
    </tr>
  );
}

function Scope({ rule: { syncIds } }: { rule: AlertRuleDto }) {
  const syncs = useSyncs().data ?? [];
  if (syncIds === null) return "All syncs";
  const [first] = syncIds;
  return syncIds.length === 1
    ? (syncs.find(({ id }) => id === first)?.name ?? "1 sync")
    : `${syncIds.length} syncs`;
}

function Tells({ rule }: { rule: AlertRuleDto }) {
  const channels = useAlertChannels().data ?? [];
  const names = channels
    .filter(({ id }) => rule.channelIds.includes(id))
    .map(({ name }) => name);
  if (names.length > 0) return names.join(", ");
  return rule.definitionOf === null ? "This page only" : "The sync’s channels";
}

function Toggle({ rule }: { rule: AlertRuleDto }) {
  const save = useSaveRule(rule.id);
  const mayEdit = useMay("editor");
  if (rule.definitionOf !== null) return <Tag tone="ok">On</Tag>;
  if (!mayEdit)
    return (
      <Tag tone={rule.enabled ? "ok" : "neutral"}>
        {rule.enabled ? "On" : "Off"}
      </Tag>
    );
  return (
    <label className="flex items-center gap-1.5 text-xs text-ink-2">
      <input
        type="checkbox"
        role="switch"
        aria-label={`${rule.name} is on`}
        checked={rule.enabled}
        disabled={save.isPending}
        onChange={({ target }) => save.mutate({ enabled: target.checked })}
      />
      {rule.enabled ? "On" : "Off"}
    </label>
  );
}
