"use client";
import { cx } from "class-variance-authority";
import { useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useState } from "react";
import {
  formatCount,
  outcomes,
  type Outcome,
} from "@/components/ledger/outcomes";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { useRecords } from "@/lib/queries/runs";
import type { RunDto, RunRecordDto } from "@/lib/services/run/schemas";
import { RECORD_DETAIL_ID, RecordDetail } from "./record-detail";

/** The records of a run by outcome, each with what came, what was sent and what was answered. */
export function RecordsCard({ run }: { run: RunDto }) {
  const router = useRouter();
  const outcome = chosenOutcome(useSearchParams().get("outcome"), run);
  const [q, setQ] = useState("");
  return (
    <Card
      title="Records"
      aside={
        <Input
          type="search"
          aria-label="Find an id or e-mail"
          placeholder="Find an id or e-mail"
          className="max-w-56"
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      }
    >
      <div
        role="group"
        aria-label="Outcome"
        className="flex flex-wrap gap-1.5 border-b border-line px-4 py-2.5"
      >
        {outcomes.map(({ name, label }) => (
          <button
            key={name}
            type="button"
            aria-pressed={name === outcome}
            onClick={() =>
              router.replace(`/runs/${run.id}?outcome=${name}`, {
                scroll: false,
              })
            }
            className={cx(
              "rounded-control border px-2.5 py-0.5 text-xs font-medium",
              name === outcome
                ? "border-accent bg-accent text-on-accent"
                : "border-line-strong text-ink-2 hover:bg-sunken",
            )}
          >
            {label} {formatCount(run.ledger[name])}
          </button>
        ))}
      </div>
      <Records key={outcome} run={run} outcome={outcome} q={q.trim()} />
    </Card>
  );
}

/** What the URL says, or else the first outcome that needs eyes. */
function chosenOutcome(given: string | null, { ledger }: RunDto): Outcome {
  const found = outcomes.find(({ name }) => name === given);
  if (found !== undefined) return found.name;
  const telling: Outcome[] = ["rejected", "invalid", "pending"];
  return telling.find((name) => ledger[name] > 0) ?? "delivered";
}

function Records({
  run,
  outcome,
  q,
}: {
  run: RunDto;
  outcome: Outcome;
  q: string;
}) {
  const [openKey, setOpenKey] = useState<string | null>(null);
  const open = (key: string) => {
    setOpenKey(key);
    // On narrow screens the detail is below the list.
    document
      .getElementById(RECORD_DETAIL_ID)
      ?.scrollIntoView({ block: "nearest" });
  };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useRecords(run, outcome, useDeferredValue(q));
  const records = data?.pages.flatMap((page) => page.data);
  if (error !== null)
    return (
      <Notice tone="bad" className="m-4">
        {error.message}
      </Notice>
    );
  if (records === undefined) return <SkeletonRows />;
  if (records.length === 0 && !hasNextPage)
    return q === "" ? (
      <NoRecords outcome={outcome} count={run.ledger[outcome]} />
    ) : (
      <EmptyState
        title={`No ${outcome} record has “${q}” in its id or person`}
      />
    );
  const opened =
    records.find(({ recordKey }) => recordKey === openKey) ?? records[0];
  return (
    <div className="grid lg:grid-cols-2">
      <div className="min-w-0 lg:border-r lg:border-line">
        <RecordTable
          records={records}
          openKey={opened?.recordKey ?? null}
          onOpen={open}
        />
        {hasNextPage && (
          <div className="p-3 text-center">
            <Button
              size="sm"
              isBusy={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              Show more
            </Button>
          </div>
        )}
      </div>
      {opened !== undefined && <RecordDetail record={opened} />}
    </div>
  );
}

/** Counts outlive records: beyond retention only they remain. */
function NoRecords({ outcome, count }: { outcome: Outcome; count: number }) {
  if (count === 0) return <EmptyState title={`No record is ${outcome}`} />;
  return (
    <EmptyState title="These records are no longer kept">
      Beyond retention only their count remains.
    </EmptyState>
  );
}

function RecordTable({
  records,
  openKey,
  onOpen,
}: {
  records: RunRecordDto[];
  openKey: string | null;
  onOpen: (key: string) => void;
}) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Record</Th>
          <Th>Person</Th>
          <Th right className="max-md:hidden">
            Tries
          </Th>
          <Th>Outcome</Th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr
            key={record.recordKey}
            className={cx(
              record.recordKey === openKey ? "bg-sunken" : "hover:bg-sunken",
            )}
          >
            <Td className="max-w-44">
              <button
                type="button"
                aria-expanded={record.recordKey === openKey}
                onClick={() => onOpen(record.recordKey)}
                className="block max-w-full truncate text-left font-mono text-xs"
                title={record.recordKey}
              >
                {shortKey(record.recordKey)}
              </button>
            </Td>
            <Td className="max-w-44 truncate">{record.person ?? "–"}</Td>
            <Td right className="max-md:hidden">
              {record.attempts}
            </Td>
            <Td>
              <Tag
                tone={
                  outcomes.find(({ name }) => name === record.outcome)?.tone ??
                  "neutral"
                }
              >
                {record.outcome}
              </Tag>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The vendor's own id is the last part of the key. */
const shortKey = (recordKey: string) =>
  recordKey.split(":").slice(3).join(":") || recordKey;
