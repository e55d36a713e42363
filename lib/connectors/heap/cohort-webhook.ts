import { z } from "zod";
import { isJsonObject, type JsonObject } from "../../shared/json";

/** Every call of the webhook, those of today and those to come. */
const WEBHOOK = "segment.";
const USERS = "segment.users.";
const SYNC = "segment.users.sync";
const DRAIN = "segment.users.drain";

const PAGES_MAX = 100_000;
const TASK_CHARACTERS_MAX = 100;
const SEGMENT_CHARACTERS_MAX = 40;
/** An index entry of PostgreSQL holds some 2,700 bytes; Heap's own values end at 1,024 characters. */
const MEMBER_BYTES_MAX = 2_000;
const NUL = String.fromCharCode(0);

/** Ids are text; a number is taken as its digits. */
const id = (charactersMax: number) =>
  z
    .union([z.string(), z.number().transform(String)], {
      error: "should be text or a number",
    })
    .pipe(z.string().min(1).max(charactersMax))
    .refine((text) => !text.includes(NUL), {
      message: "should not contain the character NUL",
    });

const Segment = z.looseObject({
  id: id(SEGMENT_CHARACTERS_MAX),
  name: z.string().nullish(),
});
const Members = z.array(z.unknown()).nullish();

const SyncMessage = z.looseObject({
  action_type: z.literal(SYNC),
  data: z.looseObject({
    segment: Segment,
    sync_info: z
      .looseObject({
        page_number: z.int().min(1),
        total_pages: z.int().min(1).max(PAGES_MAX),
        sync_task_id: id(TASK_CHARACTERS_MAX),
      })
      .refine(({ page_number: page, total_pages: total }) => page <= total, {
        path: ["page_number"],
        message: "should not be above total_pages",
      }),
    add: Members,
    remove: Members,
  }),
});
const DrainMessage = z.looseObject({
  action_type: z.literal(DRAIN),
  data: z.looseObject({ segment: Segment }),
});

/** One page of a task: of changes, or the one that empties the segment. */
export type CohortPage = {
  kind: "sync" | "drain";
  segmentId: string;
  name: string | null;
  taskId: string;
  page: number;
  totalPages: number;
  added: string[];
  removed: string[];
  /** Ids that no table can hold: empty, with NUL, or far too long. */
  unusable: number;
};

/** Whether a body is Heap's cohort webhook, and no event: those may have a field `action_type` as well. */
export function isCohortMessage(body: JsonObject, isSigned: boolean): boolean {
  const action = body.action_type;
  const isText = typeof action === "string";
  if (isText && action.startsWith(USERS)) return true;
  if (body.event !== undefined) return false;
  return isSigned || (isText && action.startsWith(WEBHOOK));
}

/** An action that Heap may add one day, and that means nothing here. */
export const isUnknownAction = ({ action_type: action }: JsonObject): boolean =>
  typeof action === "string" && action !== SYNC && action !== DRAIN;

/** Throws ZodError when a field is missing or has a wrong form. */
export const readCohortPage = (
  body: JsonObject,
  signedAtMs: number,
): CohortPage =>
  body.action_type === DRAIN ? readDrain(body, signedAtMs) : readSync(body);

function readDrain(body: JsonObject, signedAtMs: number): CohortPage {
  const { segment } = DrainMessage.parse(body).data;
  return {
    kind: "drain",
    ...namesOf(segment),
    // A drain has no id of its own; its signature is the same only for a repeat.
    taskId: `drain-${signedAtMs}`,
    ...{ page: 1, totalPages: 1, added: [], removed: [], unusable: 0 },
  };
}

function readSync(body: JsonObject): CohortPage {
  const { segment, sync_info: info, ...told } = SyncMessage.parse(body).data;
  const { add, remove } = { add: told.add ?? [], remove: told.remove ?? [] };
  const added = usableIds(add);
  const removed = usableIds(remove);
  return {
    kind: "sync",
    ...namesOf(segment),
    taskId: info.sync_task_id,
    page: info.page_number,
    totalPages: info.total_pages,
    ...{ added, removed },
    unusable: add.length + remove.length - added.length - removed.length,
  };
}

const namesOf = (segment: z.infer<typeof Segment>) => ({
  segmentId: segment.id,
  name: segment.name ?? null,
});

/** One bad id must not hold up those of everybody else. */
const usableIds = (members: unknown[]): string[] =>
  members.flatMap((member) => usableId(member) ?? []);

function usableId(member: unknown): string | null {
  if (!isJsonObject(member)) return null;
  const given = typeof member.id === "number" ? String(member.id) : member.id;
  if (typeof given !== "string" || given === "" || given.includes(NUL))
    return null;
  return Buffer.byteLength(given) <= MEMBER_BYTES_MAX ? given : null;
}
