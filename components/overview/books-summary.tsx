import { cx } from "class-variance-authority";
import { BalanceTag } from "@/components/ledger/books-card";
import { LedgerBar } from "@/components/ledger/ledger-bar";
import { formatCount, outcomes } from "@/components/ledger/outcomes";
import { Card } from "@/components/ui/card";
import type { OverviewDto } from "@/lib/services/overview/schemas";

/** All books of the window, added up. */
export function BooksSummary({
  overview,
  words,
}: {
  overview: OverviewDto;
  words: string;
}) {
  const { ledger, balanced } = overview;
  return (
    <Card
      title={`The books, ${words}`}
      aside={<BalanceTag balanced={balanced} />}
    >
      <div className="p-4">
        <LedgerBar ledger={ledger} className="mb-3" />
        <dl className="grid gap-2.5 text-sm">
          <Line label="Read" count={ledger.read} bold />
          {outcomes.map(({ name, long, fill }) => (
            <Line key={name} label={long} count={ledger[name]} fill={fill} />
          ))}
        </dl>
      </div>
    </Card>
  );
}

function Line({
  label,
  count,
  fill,
  bold = false,
}: {
  label: string;
  count: number;
  fill?: string;
  bold?: boolean;
}) {
  return (
    <div className="flex items-center">
      {fill !== undefined && (
        <i className={cx("mr-2 size-[9px] rounded-[2px]", fill)} />
      )}
      <dt className="grow">{label}</dt>
      <dd className={cx("tabular-nums", bold && "font-semibold")}>
        {formatCount(count)}
      </dd>
    </div>
  );
}
