import Link from "next/link";
import { deliveredShare, formatCount } from "@/components/ledger/outcomes";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { FlowDto } from "@/lib/services/overview/schemas";
import { DestinationEnd, SourceEnd } from "./ends";
import { SyncState } from "./sync-state";

/** Syncs with what they move. */
export function SyncTable({ flows }: { flows: FlowDto[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="max-md:hidden">From</Th>
          <Th className="max-md:hidden">To</Th>
          <Th right>Read</Th>
          <Th right className="max-md:hidden">
            Delivered
          </Th>
          <Th className="max-md:hidden">Last record</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {flows.map(({ sync, ledger, lastReadAt }) => (
          <tr key={sync.id} className="hover:bg-sunken">
            <Td className="min-w-40 font-[550]">
              <Link data-row href={`/syncs/${sync.id}`}>
                {sync.name}
              </Link>
            </Td>
            <Td className="max-md:hidden">
              <SourceEnd sync={sync} />
            </Td>
            <Td className="max-md:hidden">
              <DestinationEnd sync={sync} />
            </Td>
            <Td right>{formatCount(ledger.read)}</Td>
            <Td right className="max-md:hidden">
              {deliveredShare(ledger) ?? "–"}
            </Td>
            <Td className="text-ink-2 max-md:hidden">
              {lastReadAt === null ? "–" : <RelativeTime at={lastReadAt} />}
            </Td>
            <Td>
              <SyncState sync={sync} pending={ledger.pending} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
