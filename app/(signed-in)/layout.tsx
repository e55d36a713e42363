import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { requirePageSession } from "@/lib/auth/page-session";
import { env } from "@/lib/env";

export default async function SignedInLayout({
  children,
}: {
  children: ReactNode;
}) {
  const { user, workspace } = await requirePageSession();
  const { SANDBOX, SANDBOX_PORT } = env();
  const sandboxUrl = SANDBOX ? `http://localhost:${SANDBOX_PORT}` : null;
  return (
    <AppShell session={{ user, workspace, sandboxUrl }}>{children}</AppShell>
  );
}
