"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { useInstallTemplate } from "@/lib/queries/templates";
import { useSandboxConnections } from "./use-sandbox-connections";

/** One press: connects both look-alikes, installs the template, publishes it. */
export function TryInSandbox({ slug }: { slug: string }) {
  const router = useRouter();
  const ensureConnections = useSandboxConnections();
  const install = useInstallTemplate();
  const start = useMutation({
    mutationFn: async () => {
      const { heap, segment } = await ensureConnections();
      return install.mutateAsync({
        slug,
        connections: { heap: heap.id, segment: segment.id },
        answers: {},
        publish: true,
      });
    },
    onSuccess: ({ sync }) => router.push(`/syncs/${sync.id}`),
  });
  return (
    <>
      <Button
        size="md"
        isBusy={start.isPending || start.isSuccess}
        onClick={() => start.mutate()}
      >
        {start.isPending ? "Setting up …" : "Try in the sandbox"}
      </Button>
      {start.error !== null && (
        <span role="alert" className="basis-full text-xs text-bad">
          {start.error.message}
        </span>
      )}
    </>
  );
}
