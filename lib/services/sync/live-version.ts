/**
 * The version that a sync `s` runs, as `v`. The columns of `syncs` are the
 * draft's: where a sync reads and sends to, only its version tells.
 */
export const LIVE_VERSION_SQL =
  "sync_versions v ON v.sync_id = s.id AND v.number = s.version";

/** Where the version `v` reads from, or sends to: a connection's id. */
export const endSql = (end: "source" | "destination"): string =>
  `v.definition->'${end}'->>'connection'`;

/** The same of the sync `s`; before its first publish, of its draft. */
export const endOrDraftSql = (end: "source" | "destination"): string =>
  `coalesce(${endSql(end)}, s.${end}_connection_id)`;

/** SQL: whether a sync of this id sends, by what runs, to the connection that a parameter names. */
export const sendsToSql = (id: string, parameter: string): string =>
  `${id} IN (SELECT s.id FROM syncs s JOIN ${LIVE_VERSION_SQL} WHERE ${endSql("destination")} = ${parameter})`;
