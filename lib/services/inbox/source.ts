import { HeapSettings } from "../../connectors/heap/definition";
import { database } from "../../db";
import { compileEventShape } from "../../sync/event-shape";

/** Whoever posts often is not looked up each time; see `version`. */
const REMEMBERED_MS = 5_000;
const REMEMBERED_MAX = 1_000;
const INGEST_KEY = /^[0-9A-Za-z]+$/;

/** The connection that an ingest address belongs to. */
export type IngestSource = {
  id: string;
  workspaceId: string;
  ingestHeader: HeapSettings["ingestHeader"];
  /** Makes events of what has a form of its own; null where everything is taken as it comes. */
  shape: ReturnType<typeof compileEventShape> | null;
  /** Of the connection's row: the append checks that it still stands, so that what is remembered here is never acted on once it changed. */
  version: string;
};

const remembered = new Map<string, { source: IngestSource; until: number }>();

/** Null when no connection has this key. */
export async function findIngestSource(
  key: string,
): Promise<IngestSource | null> {
  const known = remembered.get(key);
  if (known !== undefined && known.until > Date.now()) return known.source;
  const source = INGEST_KEY.test(key) ? await readSource(key) : null;
  forgetIngestSource(key);
  if (source === null) return null;
  const [oldest] = remembered.keys();
  if (remembered.size >= REMEMBERED_MAX && oldest !== undefined)
    remembered.delete(oldest);
  remembered.set(key, { source, until: Date.now() + REMEMBERED_MS });
  return source;
}

export function forgetIngestSource(key: string): void {
  remembered.delete(key);
}

/** Whether the connection is another by now than the one that was remembered. */
export async function hasSourceChanged({
  id,
  version,
}: IngestSource): Promise<boolean> {
  const { rowCount } = await database().pool.query(
    "SELECT FROM connections WHERE id = $1 AND xmin = $2::xid",
    [id, version],
  );
  return rowCount === 0;
}

async function readSource(key: string): Promise<IngestSource | null> {
  const { rows } = await database().pool.query<{
    id: string;
    workspace_id: string;
    settings: unknown;
    version: string;
  }>(
    "SELECT id, workspace_id, settings, xmin::text AS version FROM connections WHERE ingest_key = $1 AND kind = 'heap'",
    [key],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { ingestHeader, eventShape } = HeapSettings.parse(row.settings);
  const shape = eventShape ? compileEventShape(eventShape) : null;
  const { id, workspace_id: workspaceId, version } = row;
  return { id, workspaceId, ingestHeader, shape, version };
}
