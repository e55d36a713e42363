"use client";
import { createContext, useContext, type ReactNode } from "react";
import { isAtLeast, type Role } from "@/lib/shared/role";

export type Session = {
  user: { id: string; email: string; name: string };
  workspace: { id: string; name: string; role: Role };
  /** Where the look-alikes of Heap and Segment are; null where there are none. */
  sandboxUrl: string | null;
};

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({
  session,
  children,
}: {
  session: Session;
  children: ReactNode;
}) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in. Throws outside of signed-in pages. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("There is no session here");
  return session;
}

/** Whether who is signed in may do what needs this role; what they may not is not offered. */
export function useMay(least: Role): boolean {
  return isAtLeast(useSession().workspace.role, least);
}
