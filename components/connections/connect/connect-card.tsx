"use client";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useConnect, useControlConnect } from "@/lib/queries/connect";
import type { ConnectDto } from "@/lib/services/connect/schemas";
import { ConnectProblems } from "./connect-problems";
import { ConnectSetup } from "./connect-setup";
import { ConnectState } from "./connect-state";
import { ConnectTables } from "./connect-tables";
import { SnowflakeKey } from "./snowflake-key";

/** What is read from Heap Connect: history, users and merges, table by table. */
export function ConnectCard({
  connectionId,
  onEdit,
}: {
  connectionId: string;
  /** Opens the connection's settings, where the bucket or warehouse is named. */
  onEdit: () => void;
}) {
  const { data, error } = useConnect(connectionId);
  const control = useControlConnect(connectionId);
  if (data === undefined)
    return (
      <Card title="Heap Connect">
        <div className="p-4">
          {error === null ? (
            <Skeleton className="h-24" />
          ) : (
            <ErrorNotice error={error} />
          )}
        </div>
      </Card>
    );
  if (data.state === "none")
    return <ConnectSetup connect={data} onEdit={onEdit} />;
  return (
    <Card
      title="Heap Connect"
      aside={<Controls connect={data} control={control} />}
    >
      <div className="grid gap-3 p-4">
        <ConnectState connect={data} />
        <ErrorNotice error={control.error} />
        {data.error !== null && <Notice tone="bad">{data.error}</Notice>}
      </div>
      {data.kind === "snowflake" && (
        <SnowflakeKey connectionId={connectionId} />
      )}
      <ConnectProblems
        problems={data.problems}
        isOfWarehouse={data.warehouse !== null}
      />
      <ConnectTables
        connectionId={connectionId}
        tables={data.tables}
        isOfWarehouse={data.warehouse !== null}
      />
    </Card>
  );
}

function Controls({
  connect: { state, isSandbox, kind },
  control,
}: {
  connect: ConnectDto;
  control: ReturnType<typeof useControlConnect>;
}) {
  const isAtWork = state === "reading" || state === "crowded";
  const verb = isAtWork ? "pause" : "start";
  return (
    <>
      {isSandbox && kind === "s3" && (
        <Button
          size="sm"
          isBusy={control.isPending}
          onClick={() => control.mutate("sample")}
        >
          Write a sample dump
        </Button>
      )}
      <Button
        size="sm"
        isBusy={control.isPending}
        onClick={() => control.mutate(verb)}
      >
        {isAtWork ? "Pause" : state === "paused" ? "Resume" : lookWords(kind)}
      </Button>
    </>
  );
}

const lookWords = (kind: ConnectDto["kind"]) =>
  kind === "s3" ? "Look for dumps" : "Read now";
