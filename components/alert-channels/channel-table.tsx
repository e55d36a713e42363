import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { channels as kinds } from "@/lib/connectors/alert-channels/registry";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";
import { ChannelState } from "./channel-state";

export function ChannelTable({
  channels,
  href,
}: {
  channels: AlertChannelDto[];
  href: string;
}) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Kind</Th>
          <Th className="max-md:hidden">Alerts of</Th>
          <Th className="max-md:hidden">Last delivery</Th>
          <Th>State</Th>
        </tr>
      </thead>
      <tbody>
        {channels.map((channel) => (
          <tr key={channel.id} className="hover:bg-sunken">
            <Td className="font-[550] [overflow-wrap:anywhere]">
              <Link data-row scroll={false} href={`${href}?open=${channel.id}`}>
                {channel.name}
              </Link>
            </Td>
            <Td>
              <Tag>{kinds[channel.kind].title}</Tag>
            </Td>
            <Td className="text-ink-2 max-md:hidden">{usersOf(channel)}</Td>
            <Td className="text-ink-2 max-md:hidden">
              {channel.last === null ? (
                "never"
              ) : (
                <RelativeTime at={channel.last.at} />
              )}
            </Td>
            <Td>
              <ChannelState channel={channel} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function usersOf({ usedBy }: AlertChannelDto): string {
  const [first, ...more] = usedBy;
  if (first === undefined) return "no sync";
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}
