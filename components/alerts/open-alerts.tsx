"use client";
import { cx } from "class-variance-authority";
import Link from "next/link";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ClockTime } from "@/components/ui/clock-time";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tag } from "@/components/ui/tag";
import { SEVERITIES } from "@/lib/alerts/rule";
import { useEndMute, useMuteAlert } from "@/lib/queries/alerts";
import type { AlertDto } from "@/lib/services/alert/schemas";
import { AlertFacts } from "./alert-facts";
import { MuteMenu } from "./mute-menu";
import { SeverityTag } from "./severity";

/** What is wrong now, with its cause and what can be done. */
export function OpenAlerts({ alerts }: { alerts: AlertDto[] }) {
  return (
    <Card title="Open" aside={<Tag>{alerts.length}</Tag>}>
      {alerts.length === 0 ? (
        <EmptyState title="All is well">
          No rule minds anything. The rules are looked at once a minute.
        </EmptyState>
      ) : (
        <ul aria-label="Open alerts" className="divide-y divide-line">
          {worstFirst(alerts).map((alert) => (
            <OpenAlert key={alert.id} alert={alert} />
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The newest of each severity first. */
const worstFirst = (alerts: readonly AlertDto[]) =>
  SEVERITIES.flatMap((severity) =>
    alerts.filter((alert) => alert.severity === severity),
  );

/** The syncs concerned have links of their own. */
const SYNCS = "Syncs";

function OpenAlert({ alert }: { alert: AlertDto }) {
  const isMuted = alert.mutes.length > 0;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 py-3.5">
      <div className="grid min-w-0 grow basis-[min(100%,420px)] gap-1.5">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <SeverityTag severity={alert.severity} />
          {isMuted && <Tag>Muted</Tag>}
          <h3
            className={cx(
              "text-sm font-semibold [overflow-wrap:anywhere]",
              isMuted && "text-ink-2",
            )}
          >
            {alert.title}
          </h3>
        </div>
        <p className="max-w-[88ch] text-sm [overflow-wrap:anywhere] text-ink-2">
          {alert.cause}
        </p>
        <AlertFacts
          facts={alert.facts.filter(({ label }) => label !== SYNCS)}
        />
        <p className="text-xs text-ink-3">
          Since <ClockTime at={alert.openedAt} /> (
          <RelativeTime at={alert.openedAt} />) · rule “{alert.rule.name}” ·{" "}
          <Told alert={alert} />
        </p>
        <AffectedSyncs alert={alert} />
      </div>
      <Actions alert={alert} />
    </li>
  );
}

function Told({ alert: { toldAt, mutes } }: { alert: AlertDto }) {
  const [mute] = mutes;
  if (mute !== undefined)
    return mute.until === null ? (
      "muted until it has recovered"
    ) : (
      <>
        muted until <ClockTime at={mute.until} />
      </>
    );
  return toldAt === null ? (
    "shown here only"
  ) : (
    <>
      told <RelativeTime at={toldAt} />
    </>
  );
}

function AffectedSyncs({ alert: { syncs, subject } }: { alert: AlertDto }) {
  if (subject.kind === "sync" && syncs.length <= 1) return null;
  return (
    <p className="flex flex-wrap gap-x-2.5 gap-y-1 text-xs text-ink-3">
      Affects
      {syncs.map(({ id, name }) => (
        <Link
          key={id}
          href={`/syncs/${id}`}
          className="font-medium [overflow-wrap:anywhere] text-ink underline decoration-line-strong underline-offset-2"
        >
          {name}
        </Link>
      ))}
    </p>
  );
}

/** Where the cause can be seen: the run, else the sync, else the connection. */
export function causeLink(alert: AlertDto): { href: string; label: string } {
  const [sync] = alert.syncs;
  if (alert.runId !== null)
    return { href: `/runs/${alert.runId}`, label: "See the run" };
  if (alert.subject.kind === "connection")
    return {
      href: `/connections?open=${alert.subject.id}`,
      label: "See the connection",
    };
  return {
    href: sync === undefined ? "/syncs" : `/syncs/${sync.id}`,
    label: "See the sync",
  };
}

function Actions({ alert }: { alert: AlertDto }) {
  const mute = useMuteAlert(alert.id);
  const end = useEndMute();
  const mayMute = useMay("editor");
  const link = causeLink(alert);
  const own = alert.mutes.find(({ target }) => target === "alert");
  const error = mute.error ?? end.error;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {error !== null && (
        <span role="alert" className="text-xs text-bad">
          {error.message}
        </span>
      )}
      {mayMute &&
        (own === undefined ? (
          <MuteMenu
            label="Mute"
            canWait
            isBusy={mute.isPending}
            onMute={(until) => mute.mutate(until)}
          />
        ) : (
          <Button
            size="sm"
            isBusy={end.isPending}
            onClick={() => end.mutate(own.id)}
          >
            Unmute
          </Button>
        ))}
      <Button asChild size="sm" variant="primary">
        <Link data-row href={link.href}>
          {link.label}
        </Link>
      </Button>
    </div>
  );
}
