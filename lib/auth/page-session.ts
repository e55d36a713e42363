import { headers } from "next/headers";
import { redirect } from "next/navigation";
import {
  viewOfMember,
  type MemberView,
} from "../services/workspace/membership";
import { sessionUserId } from "./session";

/** Who is signed in, for a page; sends everybody else to sign in. */
export async function requirePageSession(): Promise<MemberView> {
  const userId = await sessionUserId({ headers: new Headers(await headers()) });
  const view = userId === null ? null : await viewOfMember(userId);
  if (view === null) redirect("/sign-in");
  return view;
}
