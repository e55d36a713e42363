import type { Metadata } from "next";
import { StatusScreen } from "@/components/connections/status-screen";

export const metadata: Metadata = { title: "Connection" };

type Props = { params: Promise<{ id: string }> };

export default async function ConnectionPage({ params }: Props) {
  return <StatusScreen id={(await params).id} />;
}
