import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { SyncDto } from "@/lib/services/sync/schemas";

/** To the mapping editor. */
export function EditMappingLink({
  sync,
  label,
  isPrimary = false,
}: {
  sync: SyncDto;
  label: string;
  isPrimary?: boolean;
}) {
  return (
    <Button asChild variant={isPrimary ? "primary" : "secondary"}>
      <Link href={`/syncs/${sync.id}/mapping`}>{label}</Link>
    </Button>
  );
}
