import Link from "next/link";
import { Card } from "@/components/ui/card";
import type { PlanUserDto } from "@/lib/services/tracking-plan/schemas";
import { countSyncs, PlanUser } from "./plan-users";

/** Which syncs are held to a plan; each leads to where that is set. */
export function HeldCard({ syncs }: { syncs: PlanUserDto[] }) {
  return (
    <Card
      title="Held to it"
      aside={
        <span className="text-sm text-ink-2 tabular-nums">
          {countSyncs(syncs)}
        </span>
      }
    >
      <div className="max-h-56 overflow-y-auto px-4 py-3 text-sm">
        {syncs.length === 0 ? (
          <p className="text-ink-2">
            No sync is. Choose this plan in{" "}
            <Link href="/syncs" className="underline">
              a sync’s
            </Link>{" "}
            mapping, under Validation.
          </p>
        ) : (
          <ul className="grid gap-1">
            {syncs.map((sync) => (
              <li key={sync.id}>
                <PlanUser sync={sync} href={`/syncs/${sync.id}`} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
