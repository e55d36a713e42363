import { z } from "zod";
import { database } from "../../db";
import { badRequest, notFound } from "../../errors";
import { templates } from "../../templates/registry";
import type { Template, TemplateConnection } from "../../templates/template";
import { requireRole, type Context, type VerbArgs } from "../context";
import type { SyncDto } from "../sync/schemas";
import { publishSync } from "../sync/lifecycle";
import { createSync } from "../sync/write";
import { ensureTraits } from "../trait/ensure";

const InstallInput = z.strictObject({
  connections: z.strictObject({
    heap: z.string().min(1),
    segment: z.string().min(1),
  }),
  answers: z.record(z.string(), z.unknown()).default({}),
  publish: z.boolean().default(false),
});

export function findTemplate(slug: string) {
  const template = templates.find((one) => one.slug === slug);
  if (template === undefined) throw notFound("template");
  return template;
}

/** Makes a sync of a template and the answers to its questions; publishes it if asked. */
export async function installTemplate({
  ctx,
  input,
}: VerbArgs<{ slug: string; body: unknown }>): Promise<SyncDto> {
  requireRole(ctx, "editor");
  const template = findTemplate(input.slug);
  const { connections, answers, publish } = InstallInput.parse(input.body);
  const heap = await connectionFor(ctx, "heap", connections.heap);
  const segment = await connectionFor(ctx, "segment", connections.segment);
  const given = parseAnswers(template, answers);
  const definition = template.build({ heap, segment, answers: given });
  await ensureTraits({
    ctx,
    input: { connectionId: heap.id, traits: template.traits(given) },
  });
  const sync = await createSync({
    ctx,
    input: { ...definition, name: await freeName(ctx, definition.name) },
  });
  return publish ? publishSync({ ctx, input: { id: sync.id } }) : sync;
}

function parseAnswers(template: Template, answers: unknown): unknown {
  const result = template.checkAnswers(answers);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => ({
    path: ["answers", ...path].join("."),
    message,
  }));
  throw badRequest("The answers have problems.", problems);
}

async function connectionFor(
  ctx: Context,
  kind: "heap" | "segment",
  id: string,
): Promise<TemplateConnection> {
  const row = await database().prisma.connection.findFirst({
    where: { workspaceId: ctx.workspaceId, kind, OR: [{ id }, { name: id }] },
  });
  const path = `connections.${kind}`;
  if (row === null)
    throw badRequest("The connections have problems.", [
      { path, message: "There is no such connection" },
    ]);
  return {
    id: row.id,
    name: row.name,
    settings: z.record(z.string(), z.unknown()).parse(row.settings),
  };
}

/** A template may be installed many times: later ones are numbered. */
async function freeName(ctx: Context, name: string): Promise<string> {
  const taken = await database().prisma.sync.findMany({
    where: { workspaceId: ctx.workspaceId, name: { startsWith: name } },
    select: { name: true },
  });
  const names = new Set(taken.map((sync) => sync.name));
  if (!names.has(name)) return name;
  let number = 2;
  while (names.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}
