import type { Metadata } from "next";
import { SyncsScreen } from "@/components/syncs/syncs-screen";

export const metadata: Metadata = { title: "Syncs" };

export default function SyncsPage() {
  return <SyncsScreen />;
}
