import type { ConnectionDto } from "@/lib/services/connection/schemas";

/** The Heap environment of a connection, as its ids at Segment name it; empty where none is set. */
export function appIdOf(connection: ConnectionDto | undefined): string {
  const appId = connection?.settings.appId;
  return typeof appId === "string" ? appId : "";
}
