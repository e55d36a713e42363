import type { Mapping } from "@/lib/mapping/expression";
import { describeExpression } from "./describe";

/** What each field at the destination is made from. */
export function MappingList({ mapping }: { mapping: Mapping }) {
  return (
    <dl className="grid gap-x-5 gap-y-1.5 rounded-control bg-sunken p-3.5 font-mono text-xs leading-5 sm:grid-cols-[auto_1fr]">
      {Object.entries(mapping).map(([target, expression]) => (
        <div key={target} className="sm:contents">
          <dt className="[overflow-wrap:anywhere] text-segment">{target}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] text-heap">
            {describeExpression(expression)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
