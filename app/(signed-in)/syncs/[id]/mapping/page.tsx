import type { Metadata } from "next";
import { MappingScreen } from "@/components/mapping-editor/mapping-screen";

export const metadata: Metadata = { title: "Mapping" };

type Props = { params: Promise<{ id: string }> };

export default async function MappingPage({ params }: Props) {
  return <MappingScreen id={(await params).id} />;
}
