import type { Metadata } from "next";
import { SetupScreen } from "@/components/templates/setup-screen";

export const metadata: Metadata = { title: "Set up" };

type Props = { params: Promise<{ slug: string }> };

export default async function SetupPage({ params }: Props) {
  return <SetupScreen slug={(await params).slug} />;
}
