import type { Metadata } from "next";
import { SyncScreen } from "@/components/syncs/sync-screen";

export const metadata: Metadata = { title: "Sync" };

type Props = { params: Promise<{ id: string }> };

export default async function SyncPage({ params }: Props) {
  return <SyncScreen id={(await params).id} />;
}
