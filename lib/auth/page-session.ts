import { headers } from "next/headers";
import { redirect } from "next/navigation";
import {
  viewOfMember,
  type MemberView,
} from "../services/workspace/membership";
import { sessionUserId } from "./session";

/** Who is signed in, for a page; sends everybody else to sign in, and back here after. */
export async function requirePageSession(): Promise<MemberView> {
  const given = new Headers(await headers());
  const userId = await sessionUserId({ headers: given });
  const view = userId === null ? null : await viewOfMember(userId);
  if (view !== null) return view;
  const from = given.get("x-path") ?? "/";
  redirect(
    from === "/" ? "/sign-in" : `/sign-in?from=${encodeURIComponent(from)}`,
  );
}
