import { AppError } from "../errors";

const ROLES = ["viewer", "editor", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Who asks, for which workspace; every verb takes it first. */
export type Context = {
  workspaceId: string;
  role: Role;
  actor: { kind: "user" | "api-key" | "system"; id: string };
  now(): Date;
};

export type VerbArgs<Input> = { ctx: Context; input: Input };

/** Throws unless the caller has this role or a greater one. */
export function requireRole(ctx: Context, least: Role): void {
  if (ROLES.indexOf(ctx.role) >= ROLES.indexOf(least)) return;
  throw new AppError(
    "forbidden",
    `This needs the role ${least}; yours is ${ctx.role}.`,
  );
}
