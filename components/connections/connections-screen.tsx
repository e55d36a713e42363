"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useConnections } from "@/lib/queries/connections";
import { useSyncs } from "@/lib/queries/syncs";
import type { ConnectionKindShown } from "./connection-form";
import { ConnectionTable } from "./connection-table";
import { EditConnection } from "./edit-connection";
import { NewConnection } from "./new-connection";

/** Both ends: where records come from and go to. The open one is in the URL. */
export function ConnectionsScreen() {
  const router = useRouter();
  const openId = useSearchParams().get("open");
  const [making, setMaking] = useState<ConnectionKindShown | null>(null);
  const { data, error } = useConnections();
  const syncs = useSyncs().data ?? [];
  const open = (id: string | null) =>
    router.replace(id === null ? "/connections" : `/connections?open=${id}`, {
      scroll: false,
    });
  const opened = data?.find(({ id }) => id === openId);
  const usersOf = (id: string) =>
    syncs
      .filter(
        ({ definition: { source, destination } }) =>
          source.connection === id || destination.connection === id,
      )
      .map(({ name }) => name);
  const buttons = (
    <>
      <Button onClick={() => setMaking("heap")}>Connect Heap</Button>
      <Button onClick={() => setMaking("segment")}>Connect Segment</Button>
    </>
  );
  return (
    <>
      <PageHead
        title="Connections"
        lead="Where records come from and where they go. Credentials are stored encrypted and never shown again."
        actions={buttons}
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {data === undefined ? (
          <SkeletonRows />
        ) : data.length === 0 ? (
          <EmptyState
            title="Nothing is connected"
            action={<div className="flex gap-2">{buttons}</div>}
          >
            A sync needs one connection to Heap and one to Segment. Templates
            can make them as well.
          </EmptyState>
        ) : (
          <ConnectionTable connections={data} usersOf={usersOf} />
        )}
      </Card>
      {making !== null && (
        <NewConnection
          kind={making}
          onClose={() => setMaking(null)}
          onMade={({ id }) => {
            setMaking(null);
            open(id);
          }}
        />
      )}
      {opened !== undefined && (
        <EditConnection
          key={opened.id}
          connection={opened}
          usedBy={usersOf(opened.id)}
          onClose={() => open(null)}
        />
      )}
    </>
  );
}
