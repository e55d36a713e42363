import type { Metadata } from "next";
import { PlanScreen } from "@/components/tracking-plans/plan-screen";

export const metadata: Metadata = { title: "Tracking plan" };

type Props = { params: Promise<{ id: string }> };

export default async function TrackingPlanPage({ params }: Props) {
  return <PlanScreen id={(await params).id} />;
}
