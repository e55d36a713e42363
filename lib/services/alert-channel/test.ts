import type { AlertMessage } from "../../alerts/message";
import { database } from "../../db";
import { newId } from "../../ids";
import { publicOrigin } from "../public-origin";
import { requireRole, type Context, type VerbArgs } from "../context";
import { keepTest } from "../notification/keep-test";
import { sendOver } from "../notification/send-over";
import { findChannel } from "./channel-row";
import type { TestResult } from "./schemas";

/** Sends a message now, once, and says what came back; the log keeps it. */
export async function testAlertChannel({
  ctx,
  input,
}: VerbArgs<{ id: string }>): Promise<TestResult> {
  requireRole(ctx, "editor");
  const row = await findChannel(ctx, input.id);
  const id = newId("ntf");
  const message = await testMessage(ctx, id, row.name);
  const outgoing = { id, message, createdAt: ctx.now(), earlier: [] };
  const result = await sendOver(row, outgoing);
  await keepTest(row, outgoing, result);
  return { ok: result.outcome === "sent", detail: result.detail };
}

async function testMessage(
  ctx: Context,
  id: string,
  channelName: string,
): Promise<AlertMessage> {
  const { name } = await database().prisma.workspace.findUniqueOrThrow({
    where: { id: ctx.workspaceId },
    select: { name: true },
  });
  const at = ctx.now().toISOString();
  return {
    ...{ kind: "test", alertKey: `test-${id}`, severity: "info" },
    title: `Test: ${channelName} can tell you of alerts`,
    cause:
      "Somebody pressed “Send a test” in Sluice. Nothing is wrong, and there is nothing to do.",
    ...{ workspaceName: name, syncName: null },
    facts: [{ label: "Channel", value: channelName }],
    link: `${publicOrigin()}/settings/alert-channels`,
    ...{ startedAt: at, endedAt: null },
  };
}
