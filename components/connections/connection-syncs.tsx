import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Tag, type Tone } from "@/components/ui/tag";
import type { ConnectionStatusDto } from "@/lib/services/connection/schemas";

type Sync = ConnectionStatusDto["syncs"][number];

/** Which syncs read from it or send to it. */
export function ConnectionSyncs({ status }: { status: ConnectionStatusDto }) {
  return (
    <Card title="Syncs that use it">
      {status.syncs.length === 0 ? (
        <EmptyState
          title="None yet"
          action={
            <Button asChild>
              <Link href="/templates">Pick a template</Link>
            </Button>
          }
        />
      ) : (
        <ul>
          {status.syncs.map((sync) => (
            <li
              key={sync.id}
              className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2.5 text-sm last:border-b-0"
            >
              <Link
                href={`/syncs/${sync.id}`}
                className="grow font-[550] [overflow-wrap:anywhere] hover:underline"
              >
                {sync.name}
              </Link>
              <span className="text-xs text-ink-2">
                {sync.role === "source" ? "reads from it" : "sends to it"}
              </span>
              <Tag tone={toneOf(sync)}>{wordOf(sync)}</Tag>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const wordOf = ({ status, waiting }: Sync) =>
  status === "live" && waiting !== null ? waiting : status;

function toneOf({ status, waiting }: Sync): Tone {
  if (status !== "live") return "neutral";
  if (waiting === null) return "ok";
  return waiting === "held" ? "warn" : "run";
}
