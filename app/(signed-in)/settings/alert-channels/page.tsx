import type { Metadata } from "next";
import { AlertChannelsScreen } from "@/components/alert-channels/alert-channels-screen";

export const metadata: Metadata = { title: "Alert channels" };

export default function AlertChannelsPage() {
  return <AlertChannelsScreen />;
}
