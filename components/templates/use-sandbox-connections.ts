import { useConnections, useCreateConnection } from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";

const SANDBOX_BODIES = {
  heap: {
    name: "heap-sandbox",
    kind: "heap",
    settings: {
      ...{ appId: "11", region: "sandbox" },
      connect: { bucket: "heap-rs3-sandbox", region: "us-east-1" },
    },
    credentials: {
      s3: { accessKeyId: "sandbox", secretAccessKey: "sandbox-secret" },
    },
  },
  segment: {
    name: "segment-sandbox",
    kind: "segment",
    settings: { region: "sandbox" },
    credentials: { writeKey: "sandbox" },
  },
} as const;

/** Finds or makes the two connections to the look-alikes on this machine. */
export function useSandboxConnections() {
  const { refetch } = useConnections();
  const create = useCreateConnection();
  return async () => {
    const { data: connections = [] } = await refetch({ throwOnError: true });
    const ensure = async (kind: "heap" | "segment"): Promise<ConnectionDto> =>
      connections.find(
        (one) => one.kind === kind && one.settings.region === "sandbox",
      ) ?? create.mutateAsync(SANDBOX_BODIES[kind]);
    return { heap: await ensure("heap"), segment: await ensure("segment") };
  };
}
