import { z } from "zod";
import {
  isUnknownAction,
  readCohortPage,
  type CohortPage,
} from "../../connectors/heap/cohort-webhook";
import { checkSignature } from "../../connectors/heap/webhook-signature";
import { database } from "../../db";
import { AppError } from "../../errors";
import type { JsonObject } from "../../shared/json";
import { withSpan } from "../../tracing";
import { openCredentials } from "../connection/connection-row";
import { whileWaiting } from "../inbox/admission";
import { measureIngest } from "../inbox/measure-ingest";
import type { IngestSource } from "../inbox/source";
import { wakeSyncs } from "../sync/wake";
import { keepPage, type PageInput } from "./keep-page";
import { WebhookRefusedError } from "./webhook-refused";

export type CohortCall = {
  key: string;
  /** Of the request, by lower-case name. */
  header: (name: string) => string | null;
  /** The body as it came, and what it holds. */
  text: string;
  body: JsonObject;
};

/** What became of a page, and of the task when that was its last one. */
type CohortTaken = {
  pages: number;
  totalPages: number;
  applied: boolean;
  entered: number;
  exited: number;
};

/** As Heap's own sample answers: `{error}` unless it was taken. */
export type WebhookReply =
  | { status: 200; body: CohortTaken }
  | { status: WebhookRefusedError["status"]; body: { error: string } };

const WAKES_STREAM = "cohort";

/** Takes one call of Heap's cohort webhook. When this answers 200, it is committed. */
export async function takeCohortWebhook(
  source: IngestSource,
  call: CohortCall,
): Promise<WebhookReply> {
  try {
    return { status: 200, body: await takePage(source, call) };
  } catch (error) {
    if (!(error instanceof WebhookRefusedError)) throw error;
    return { status: error.status, body: { error: error.message } };
  }
}

const takePage = (source: IngestSource, call: CohortCall) =>
  withSpan("cohort webhook", async (span) => {
    const taken = await measureIngest(source.id, async () => {
      const page = await readPage(source, call);
      return counted(page, await keep(page, call.text.length));
    });
    span.setAttributes({
      "sluice.connection": source.id,
      "sluice.accepted": taken.accepted,
    });
    if (taken.accepted > 0) await wakeSyncs(source.id, WAKES_STREAM);
    return taken.body;
  });

const keep = (page: PageInput, bytes: number) => {
  const records = page.added.length + page.removed.length;
  return whileWaiting({ records, bytes }, () => keepPage(page));
};

/** Changes of members are what a connection takes in. */
function counted(
  { totalPages }: CohortPage,
  { pages, applied }: Awaited<ReturnType<typeof keepPage>>,
) {
  const { entered, exited } = applied ?? { entered: 0, exited: 0 };
  const isApplied = applied !== null;
  const body = { pages, totalPages, applied: isApplied, entered, exited };
  return { accepted: entered + exited, duplicates: 0, rejected: [], body };
}

async function readPage(
  { id }: IngestSource,
  { key, header, text, body }: CohortCall,
): Promise<PageInput> {
  const secret = await readSecret(id, key);
  const heapHash = header("heap-hash");
  const signed = checkSignature({ heapHash, text, secret, nowMs: Date.now() });
  if (!signed.ok) throw new WebhookRefusedError(403, signed.problem);
  if (isUnknownAction(body))
    throw new WebhookRefusedError(
      405,
      "The action_type is not known; segment.users.sync and segment.users.drain are.",
    );
  return {
    ...parsePage(body, signed.signedAtMs),
    connectionId: id,
    signedAt: new Date(signed.signedAtMs),
  };
}

/** Read each time: the webhook comes seldom, and a secret that was changed must count at once. */
async function readSecret(id: string, key: string): Promise<string> {
  const row = await database().prisma.connection.findFirst({
    where: { id, ingestKey: key },
  });
  if (row === null)
    throw new AppError("unauthenticated", "This ingest key is not known.");
  const { webhookSecret } = openCredentials(row);
  if (typeof webhookSecret === "string") return webhookSecret;
  throw new WebhookRefusedError(
    403,
    "This connection has no webhook secret: set it in the connection’s settings.",
  );
}

function parsePage(body: JsonObject, signedAtMs: number): CohortPage {
  try {
    return readCohortPage(body, signedAtMs);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const problems = error.issues.map(({ path, message }) =>
      `${path.join(".")} ${message}`.trim(),
    );
    throw new WebhookRefusedError(400, problems.join("; "));
  }
}
