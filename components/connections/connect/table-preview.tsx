"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th } from "@/components/ui/table";
import { useTablePreview } from "@/lib/queries/connect";
import type { TablePreviewDto } from "@/lib/services/connect/schemas";

/** What a table in the warehouse holds: what looking costs first, then its first rows. */
export function TablePreview({
  connectionId,
  table,
  onClose,
}: {
  connectionId: string;
  table: string;
  onClose: () => void;
}) {
  const [isWanted, setIsWanted] = useState(false);
  const cost = useTablePreview(connectionId, table, true);
  const look = useTablePreview(connectionId, table, false, isWanted);
  const error = cost.error ?? look.error;
  return (
    <Dialog isOpen onClose={onClose} title={table} size="sheet">
      <div className="grid gap-3 overflow-auto pt-3 text-sm">
        {error !== null && <ErrorNotice error={error} />}
        {cost.data === undefined && error === null && (
          <Skeleton className="h-24" />
        )}
        {cost.data !== undefined && (
          <div className="flex flex-wrap items-center gap-3">
            <p className="grow text-ink-2">{costWords(cost.data)}</p>
            <Button
              variant="primary"
              isBusy={look.isFetching}
              disabled={look.data !== undefined}
              onClick={() => setIsWanted(true)}
            >
              Show 20 rows
            </Button>
          </div>
        )}
        {cost.data !== undefined && <Rows preview={look.data ?? cost.data} />}
        {look.data?.rows?.length === 0 && <EmptyState title="No rows yet" />}
      </div>
    </Dialog>
  );
}

function Rows({ preview: { columns, rows } }: { preview: TablePreviewDto }) {
  return (
    <Table>
      <thead>
        <tr>
          {columns.map(({ name, type }) => (
            <Th key={name}>
              {name}
              <div className="font-mono text-xs font-normal text-ink-2">
                {type}
              </div>
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {(rows ?? []).map((cells, index) => (
          <tr key={index}>
            {cells.map((cell, column) => (
              <Td key={columns[column]?.name} className="font-mono text-xs">
                {cell ?? <span className="text-ink-3">null</span>}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function costWords({ cost }: TablePreviewDto): string {
  const seconds = `The query ends after ${cost.secondsMax} seconds`;
  if (cost.bytes === null) return `${seconds}, and reads only.`;
  const limit = megabytes(cost.bytesMax ?? 0);
  return `The query reads ${megabytes(cost.bytes)}, which BigQuery bills; over ${limit} it is refused. ${seconds}.`;
}

const megabytes = (bytes: number) =>
  `${Math.ceil(bytes / 1_000_000).toLocaleString("en")} MB`;
