import { AppError } from "../errors";
import { isAtLeast, type Role } from "../shared/role";

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
  if (isAtLeast(ctx.role, least)) return;
  throw new AppError(
    "forbidden",
    `This needs the role ${least}; yours is ${ctx.role}.`,
  );
}
