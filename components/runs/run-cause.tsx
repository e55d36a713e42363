"use client";
import Link from "next/link";
import { ClockTime } from "@/components/ui/clock-time";
import { Notice } from "@/components/ui/notice";
import { useOpenAlerts, useRunAlerts } from "@/lib/queries/alerts";
import type { AlertDto } from "@/lib/services/alert/schemas";
import type { RunDto } from "@/lib/services/run/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";

/** On top of a run: why it does not go on, and what alerts say of it. */
export function RunCause({
  run,
  sync,
}: {
  run: RunDto;
  sync: SyncDto | undefined;
}) {
  const ofRun = useRunAlerts(run.id).data ?? [];
  const open = useOpenAlerts().data ?? [];
  const isOpen = run.finishedAt === null;
  const others = open.filter(
    ({ id, syncs }) =>
      isOpen &&
      syncs.some((one) => one.id === run.syncId) &&
      !ofRun.some((alert) => alert.id === id),
  );
  const alerts = [...ofRun, ...others];
  const isTold = alerts.some(
    ({ state, subject }) => state === "open" && subject.kind === "connection",
  );
  return (
    <>
      {run.error !== null && <Notice tone="bad">{run.error}</Notice>}
      {isOpen && sync !== undefined && !isTold && <Waiting sync={sync} />}
      {alerts.map((alert) => (
        <AlertNotice key={alert.id} alert={alert} />
      ))}
    </>
  );
}

function Waiting({ sync: { waiting } }: { sync: SyncDto }) {
  if (waiting?.reason !== "held" && waiting?.reason !== "down") return null;
  const isHeld = waiting.reason === "held";
  return (
    <Notice tone={isHeld ? "warn" : "run"}>
      <strong className="font-semibold">
        {isHeld ? "Held" : "Waiting for Segment"} since{" "}
        <ClockTime at={waiting.since} />.
      </strong>{" "}
      {waiting.detail}{" "}
      {isHeld
        ? "It goes on once somebody has changed the connection. Nothing is lost meanwhile."
        : "It goes on by itself once Segment answers. Nothing is lost meanwhile."}
    </Notice>
  );
}

function AlertNotice({ alert }: { alert: AlertDto }) {
  const tone =
    alert.recoveredAt !== null
      ? "neutral"
      : alert.severity === "critical" || alert.severity === "error"
        ? "bad"
        : "warn";
  return (
    <Notice tone={tone}>
      <Link
        href="/alerts"
        className="font-semibold underline underline-offset-2"
      >
        {alert.title}
      </Link>{" "}
      since <ClockTime at={alert.openedAt} />
      {alert.recoveredAt !== null && (
        <>
          , recovered <ClockTime at={alert.recoveredAt} />
        </>
      )}
      . {alert.cause}
    </Notice>
  );
}
