"use client";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useConnections } from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import { ChooseAvailable } from "./choose-available";

/** By this Segment lets plans be read. */
const hasToken = ({ credentialsSet }: ConnectionDto) =>
  credentialsSet.includes("publicApiToken");

/** Chooses a connection to Segment, and then one of the plans that it can read. */
export function FetchPlan({
  onFetched,
}: {
  onFetched: (plan: TrackingPlanDto) => void;
}) {
  const { data } = useConnections();
  const [chosenId, setChosenId] = useState<string | null>(null);
  if (data === undefined) return <Skeleton className="h-24" />;
  const connections = data.filter(({ kind }) => kind === "segment");
  const chosen =
    connections.find(({ id }) => id === chosenId) ??
    connections.find(hasToken) ??
    connections[0];
  if (chosen === undefined) return <NoConnection />;
  return (
    <div className="grid gap-4">
      <Field label="Segment connection">
        {(control) => (
          <Select
            {...control}
            value={chosen.id}
            onChange={({ target }) => setChosenId(target.value)}
          >
            {connections.map((connection) => (
              <option key={connection.id} value={connection.id}>
                {connection.name}
                {hasToken(connection) ? "" : " (no Public API token)"}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {hasToken(chosen) ? (
        <ChooseAvailable
          key={chosen.id}
          connection={chosen}
          onFetched={onFetched}
        />
      ) : (
        <NoToken connection={chosen} />
      )}
    </div>
  );
}

function NoConnection() {
  return (
    <div className="grid justify-items-start gap-3 text-sm text-ink-2">
      <p>
        Nothing is connected to Segment yet. Connect it, with a Public API token
        under More settings, and its plans can be fetched.
      </p>
      <Button asChild>
        <Link href="/connections">Go to connections</Link>
      </Button>
    </div>
  );
}

function NoToken({ connection }: { connection: ConnectionDto }) {
  return (
    <Notice tone="warn">
      {connection.name} has no Public API token, with which plans are read. Make
      one at Segment (Settings › Workspace settings › Access management ›
      Tokens) and put it{" "}
      <Link
        href={`/connections?open=${connection.id}`}
        className="font-medium underline"
      >
        into the connection
      </Link>
      , under More settings.
    </Notice>
  );
}
