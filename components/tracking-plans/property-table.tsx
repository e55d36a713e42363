import { Table, Td, Th } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { RuleProperty } from "@/lib/sync/plan/rule-properties";

/** What a rule says of each property; narrow screens have it under the name. */
export function PropertyTable({
  title,
  properties,
}: {
  title: string;
  properties: RuleProperty[];
}) {
  return (
    <div className="overflow-hidden rounded-control border border-line">
      <Table aria-label={`Properties of ${title}`}>
        <thead>
          <tr>
            <Th>Property</Th>
            <Th>Type</Th>
            <Th className="max-md:hidden">Description</Th>
            <Th className="max-md:hidden">Values</Th>
          </tr>
        </thead>
        <tbody>
          {properties.map((property) => (
            <tr key={property.path} className="align-top">
              <Td className="align-top">
                <Name property={property} />
                <p className="text-xs text-ink-2 md:hidden">
                  {[property.description, ...property.limits]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
              </Td>
              <Td className="align-top text-ink-2">
                {property.type === "" ? "any" : property.type}
              </Td>
              <Td className="max-w-[36ch] align-top text-ink-2 max-md:hidden">
                {property.description}
              </Td>
              <Td className="max-w-[36ch] align-top font-mono text-xs [overflow-wrap:anywhere] text-ink-2 max-md:hidden">
                {property.limits.map((limit) => (
                  <div key={limit}>{limit}</div>
                ))}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Name({ property: { path, isRequired } }: { property: RuleProperty }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <span className="font-mono text-xs [overflow-wrap:anywhere]">{path}</span>
      {isRequired && <Tag>required</Tag>}
    </span>
  );
}
