import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { ConnectionStatusDto } from "@/lib/services/connection/schemas";

type Limit = ConnectionStatusDto["limits"][number];

const BREAKER = {
  closed: "Closed: requests go out.",
  open: "Open: nothing is sent until a probe succeeds.",
  half_open: "Half open: one request tries.",
};

/** What may go out, how much of that is used, and the breaker. */
export function LimitsCard({ status }: { status: ConnectionStatusDto }) {
  const { limits, breaker, throttledAt } = status;
  return (
    <Card title="Limits and breaker">
      <Table>
        <thead>
          <tr>
            <Th>Limit</Th>
            <Th right>Used a second</Th>
            <Th right>May go out</Th>
          </tr>
        </thead>
        <tbody>
          {limits.map((limit) => (
            <Row key={limit.name} limit={limit} />
          ))}
        </tbody>
      </Table>
      <div className="grid gap-1 border-t border-line px-4 py-3 text-sm text-ink-2">
        <p>{BREAKER[breaker.state]}</p>
        <p>
          {throttledAt === null ? (
            "It was never throttled."
          ) : (
            <>
              Last throttled <RelativeTime at={throttledAt} />.
            </>
          )}
        </p>
      </div>
    </Card>
  );
}

function Row({ limit }: { limit: Limit }) {
  const { name, usedPerSecond, perSecond, basis } = limit;
  return (
    <tr>
      <Td className="first-letter:uppercase">{name}</Td>
      <Td right>{rateWords(usedPerSecond ?? 0)}</Td>
      <Td right>
        {perSecond === null ? (
          <span className="text-ink-2">no limit met yet</span>
        ) : (
          <>
            {rateWords(perSecond)} ({share(usedPerSecond ?? 0, perSecond)} used)
            <div className="text-xs text-ink-2">
              {basis === "found"
                ? "found by its answers"
                : "documented, or set"}
            </div>
          </>
        )}
      </Td>
    </tr>
  );
}

const rateWords = (rate: number) =>
  rate.toLocaleString("en", { maximumFractionDigits: rate < 10 ? 1 : 0 });

const share = (used: number, rate: number) =>
  `${Math.round((used / Math.max(rate, Number.MIN_VALUE)) * 100)} %`;
