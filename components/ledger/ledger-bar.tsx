import { cx } from "class-variance-authority";
import type { Ledger } from "@/lib/sync/ledger";
import { formatCount, outcomes } from "./outcomes";

/** The books as one bar: as long as what was read. */
export function LedgerBar({
  ledger,
  className,
}: {
  ledger: Ledger;
  className?: string;
}) {
  const words = outcomes
    .map(({ name, label }) => `${formatCount(ledger[name])} ${label}`)
    .join(", ");
  return (
    <div
      role="img"
      aria-label={`Of ${formatCount(ledger.read)} read: ${words}`}
      className={cx(
        "flex h-2.5 gap-0.5 overflow-hidden rounded-[5px] bg-sunken",
        className,
      )}
    >
      {outcomes.map(
        ({ name, fill }) =>
          ledger[name] > 0 && (
            <i
              key={name}
              className={cx("block min-w-[3px]", fill)}
              style={{ flex: ledger[name] }}
            />
          ),
      )}
    </div>
  );
}

/** Read = the parts, in words and numbers. */
export function LedgerLegend({ ledger }: { ledger: Ledger }) {
  return (
    <div className="flex flex-wrap gap-x-[18px] gap-y-1.5 text-sm">
      <span>
        Read <b className="font-semibold">{formatCount(ledger.read)}</b>
      </span>
      <span className="text-ink-3" aria-hidden>
        =
      </span>
      {outcomes.map(({ name, label, fill }) => (
        <span key={name} className="inline-flex items-center">
          <i className={cx("mr-1.5 size-[9px] rounded-[2px]", fill)} />
          {label}&nbsp;
          <b data-outcome={name} className="font-semibold tabular-nums">
            {formatCount(ledger[name])}
          </b>
        </span>
      ))}
    </div>
  );
}
