import type { Mapping } from "@/lib/mapping/expression";
import { describeExpression } from "./describe";

/** What each field at the destination is made from. */
export function MappingList({ mapping }: { mapping: Mapping }) {
  return (
    <dl className="rounded-control bg-sunken grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 p-3.5 font-mono text-xs leading-5">
      {Object.entries(mapping).map(([target, expression]) => (
        <div key={target} className="contents">
          <dt className="text-segment">{target}</dt>
          <dd className="text-heap min-w-0 [overflow-wrap:anywhere]">
            {describeExpression(expression)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
