import Link from "next/link";
import type { PlanUserDto } from "@/lib/services/tracking-plan/schemas";

const SHOWN = 3;

/** The syncs that are held to a plan, each a link; of many the first few. Narrow screens have room for their number. */
export function PlanUsers({ syncs }: { syncs: PlanUserDto[] }) {
  if (syncs.length === 0) return <span className="text-ink-3">no sync</span>;
  const more = syncs.length - SHOWN;
  return (
    <>
      <span className="whitespace-nowrap md:hidden">{countSyncs(syncs)}</span>
      <ul className="grid gap-0.5 max-md:hidden">
        {syncs.slice(0, SHOWN).map((sync) => (
          <li key={sync.id}>
            <PlanUser sync={sync} href={`/syncs/${sync.id}`} />
          </li>
        ))}
        {more > 0 && <li className="text-xs text-ink-3">and {more} more</li>}
      </ul>
    </>
  );
}

export const countSyncs = ({ length }: PlanUserDto[]): string =>
  length === 1 ? "1 sync" : `${length} syncs`;

/** A sync that names a plan; says so when only its draft does. */
export function PlanUser({ sync, href }: { sync: PlanUserDto; href: string }) {
  return (
    <>
      <Link href={href} className="[overflow-wrap:anywhere] hover:underline">
        {sync.name}
      </Link>
      {sync.isDraft && <span className="text-xs text-ink-3"> its draft</span>}
    </>
  );
}
