import { Card } from "@/components/ui/card";
import { Tag } from "@/components/ui/tag";
import { isBalanced, type Ledger } from "@/lib/sync/ledger";
import { LedgerBar, LedgerLegend } from "./ledger-bar";

/** The books of one run or sync, and whether they add up. */
export function BooksCard({ ledger }: { ledger: Ledger }) {
  return (
    <Card className="p-4" aria-label="The books">
      <LedgerBar ledger={ledger} className="h-3.5" />
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <LedgerLegend ledger={ledger} />
        <BalanceTag balanced={isBalanced(ledger)} />
      </div>
    </Card>
  );
}

export function BalanceTag({ balanced }: { balanced: boolean }) {
  return balanced ? (
    <Tag tone="ok">balanced</Tag>
  ) : (
    <Tag tone="bad">does not add up</Tag>
  );
}
