"use client";
import { DetailState } from "@/components/shell/detail-state";
import { appIdOf } from "@/components/syncs/app-id-of";
import { useConnections } from "@/lib/queries/connections";
import { useSync } from "@/lib/queries/syncs";
import { Editor } from "./editor";

/** The mapping editor of one sync, once it is known. */
export function MappingScreen({ id }: { id: string }) {
  const { data: sync, error } = useSync(id);
  const connections = useConnections();
  if (sync === undefined || connections.data === undefined)
    return (
      <DetailState
        error={error ?? connections.error}
        what="sync"
        list={{ href: "/syncs", label: "All syncs" }}
      />
    );
  const { source } = sync.definition;
  const heap = connections.data.find((one) => one.id === source.connection);
  return <Editor key={sync.id} sync={sync} appId={appIdOf(heap)} />;
}
