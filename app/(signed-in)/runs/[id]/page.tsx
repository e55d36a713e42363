import type { Metadata } from "next";
import { RunScreen } from "@/components/runs/run-screen";

export const metadata: Metadata = { title: "Run" };

type Props = { params: Promise<{ id: string }> };

export default async function RunPage({ params }: Props) {
  return <RunScreen id={(await params).id} />;
}
