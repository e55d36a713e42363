import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { Tag, type Tone } from "@/components/ui/tag";
import { connectors } from "@/lib/connectors/registry";
import type { ConnectionDto } from "@/lib/services/connection/schemas";

const TONES: Record<ConnectionDto["kind"], Tone> = {
  heap: "heap",
  segment: "segment",
  warehouse: "neutral",
};

export function ConnectionTable({
  connections,
  usersOf,
}: {
  connections: ConnectionDto[];
  usersOf: (id: string) => string[];
}) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>System</Th>
          <Th>Region</Th>
          <Th className="max-md:hidden">Credentials</Th>
          <Th right>Syncs</Th>
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <tr key={connection.id} className="hover:bg-sunken">
            <Td className="font-[550]">
              <Link data-row href={`/connections/${connection.id}`}>
                {connection.name}
              </Link>
            </Td>
            <Td>
              <Tag tone={TONES[connection.kind]}>
                {connectors[connection.kind].title}
              </Tag>
            </Td>
            <Td className="text-ink-2">{regionOf(connection)}</Td>
            <Td className="text-ink-2 max-md:hidden">
              {connection.credentialsSet.length === 0
                ? "none needed"
                : `${connection.credentialsSet.length} stored`}
            </Td>
            <Td right>{usersOf(connection.id).length}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The region in the words of the kind's own form. */
function regionOf({ kind, settings }: ConnectionDto): string {
  const field = connectors[kind].fields.find(
    ({ path }) => path === "settings.region",
  );
  const options =
    field !== undefined && "options" in field ? field.options : [];
  return options.find(({ value }) => value === settings.region)?.label ?? "–";
}
