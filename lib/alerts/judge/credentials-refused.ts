import type { ConnectionFacts, Facts } from "../facts";
import {
  aboutConnection,
  syncsOf,
  type Finding,
  type Judgement,
} from "../finding";
import type { Rule } from "../rule";
import { listWords } from "../number-words";

/** Syncs that are held until somebody acts, and connections whose last check failed; one finding a connection. */
export function judgeCredentialsRefused(rule: Rule, facts: Facts): Judgement {
  const findings = facts.connections.flatMap((connection) =>
    ofConnection(rule, facts, connection),
  );
  return { findings, unknown: [] };
}

function ofConnection(
  rule: Rule,
  facts: Facts,
  connection: ConnectionFacts,
): Finding[] {
  const scope = syncsOf(rule, facts);
  const held = scope.filter(
    ({ destinationId, waiting }) =>
      destinationId === connection.id && waiting?.reason === "held",
  );
  const users = scope.filter(
    ({ destinationId, source }) =>
      destinationId === connection.id || source.id === connection.id,
  );
  const { failedCheck } = connection;
  const syncs = held.length > 0 ? held : failedCheck === null ? [] : users;
  if (syncs.length === 0) return [];
  const detail = held[0]?.waiting?.detail ?? failedCheck?.detail ?? "";
  return [
    {
      subject: aboutConnection(connection),
      title:
        held.length > 0
          ? `${connection.name} refuses what is sent`
          : `${connection.name} failed its check`,
      cause:
        `${detail} ${held.length > 0 ? "The syncs below are held; their records wait until somebody changes the connection." : "Check its credentials."}`.trim(),
      facts: [
        { label: "Syncs", value: listWords(syncs.map(({ name }) => name)) },
      ],
      syncIds: syncs.map(({ id }) => id),
      runId: held.find(({ run }) => run !== null)?.run?.id ?? null,
      since: held[0]?.waiting?.since ?? failedCheck?.at,
    },
  ];
}
