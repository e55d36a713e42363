import {
  useConnections,
  useCreateConnection,
  useUpdateConnection,
} from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";

/** The sandbox's bucket of Heap Connect, and its way in. */
const BUCKET = {
  settings: { connect: { bucket: "heap-rs3-sandbox", region: "us-east-1" } },
  credentials: {
    s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
  },
};

const SANDBOX_BODIES = {
  heap: {
    ...{ name: "heap-sandbox", kind: "heap" as const },
    settings: { appId: "11", region: "sandbox", ...BUCKET.settings },
    credentials: BUCKET.credentials,
  },
  segment: {
    name: "segment-sandbox",
    kind: "segment" as const,
    settings: { region: "sandbox" },
    credentials: { writeKey: "sandbox" },
  },
};

/** Finds or makes the two connections to the look-alikes on this machine; Heap's has a bucket then. */
export function useSandboxConnections() {
  const { refetch } = useConnections();
  const create = useCreateConnection();
  const update = useUpdateConnection();
  return async () => {
    const { data: connections = [] } = await refetch({ throwOnError: true });
    const ensure = async (kind: "heap" | "segment"): Promise<ConnectionDto> =>
      connections.find(
        (one) => one.kind === kind && one.settings.region === "sandbox",
      ) ?? create.mutateAsync(SANDBOX_BODIES[kind]);
    const heap = await ensure("heap");
    const hasBucket =
      heap.settings.connect !== undefined && heap.settings.connect !== null;
    return {
      heap: hasBucket
        ? heap
        : await update.mutateAsync({ id: heap.id, ...BUCKET }),
      segment: await ensure("segment"),
    };
  };
}
