import type { Metadata } from "next";
import { PlansScreen } from "@/components/tracking-plans/plans-screen";

export const metadata: Metadata = { title: "Tracking plans" };

export default function TrackingPlansPage() {
  return <PlansScreen />;
}
