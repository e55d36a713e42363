"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { useApiKeys, useRevokeApiKey } from "@/lib/queries/api-keys";
import type { ApiKeyDto } from "@/lib/services/api-key/schemas";
import { NewApiKey } from "./new-api-key";

/** Keys for scripts: made, shown once, revoked. */
export function ApiKeysScreen() {
  const { data, error } = useApiKeys();
  const [isMaking, setIsMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyDto | null>(null);
  return (
    <>
      <PageHead
        title="API keys"
        lead="For scripts: all that these pages do can be done over HTTP. A key is shown once, when it is made."
        actions={
          <Button variant="primary" onClick={() => setIsMaking(true)}>
            New key
          </Button>
        }
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {data === undefined ? (
          error === null && <SkeletonRows />
        ) : data.length === 0 ? (
          <EmptyState title="There is no key yet">
            Make one for the script that should work in this workspace.
          </EmptyState>
        ) : (
          <KeyTable keys={data} onRevoke={setRevoking} />
        )}
      </Card>
      {isMaking && <NewApiKey onClose={() => setIsMaking(false)} />}
      {revoking !== null && (
        <RevokeKey apiKey={revoking} onClose={() => setRevoking(null)} />
      )}
    </>
  );
}

function KeyTable({
  keys,
  onRevoke,
}: {
  keys: ApiKeyDto[];
  onRevoke: (key: ApiKeyDto) => void;
}) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>Name</Th>
          <Th>Begins with</Th>
          <Th>Role</Th>
          <Th className="max-md:hidden">Made</Th>
          <Th className="max-md:hidden">Last used</Th>
          <Th />
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <Td className="font-[550]">{key.name}</Td>
            <Td className="font-mono text-xs">{key.prefix}…</Td>
            <Td>{key.role}</Td>
            <Td className="text-ink-2 max-md:hidden">
              <RelativeTime at={key.createdAt} />
            </Td>
            <Td className="text-ink-2 max-md:hidden">
              {key.lastUsedAt === null ? (
                "never"
              ) : (
                <RelativeTime at={key.lastUsedAt} />
              )}
            </Td>
            <Td right>
              <Button
                size="sm"
                aria-label={`Revoke ${key.name}`}
                onClick={() => onRevoke(key)}
              >
                Revoke
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function RevokeKey({
  apiKey,
  onClose,
}: {
  apiKey: ApiKeyDto;
  onClose: () => void;
}) {
  const revoke = useRevokeApiKey();
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Revoke ${apiKey.name}?`}
      consequence="Every script that uses it is refused from now on. This can’t be undone."
      action="Revoke key"
      isBusy={revoke.isPending}
      error={revoke.error?.message ?? null}
      onConfirm={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}
    />
  );
}
