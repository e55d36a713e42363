/** How a run compares: see the table data.comparison. */
export type Mode = "changes" | "everyone" | "resend" | "range";

export type Comparison = {
  runId: string;
  mode: Mode;
  /** Changes after this one and up to `until` are compared. */
  since: string;
  until: string;
  fromAt: Date | null;
  toAt: Date | null;
  /** The user that the last page ended with. */
  atChange: string;
  atKey: string;
};

/** Which users a comparison takes: the condition, for parameters from `$1`. */
export const SCOPE_SQL = `u.connection_id = $1 AND u.changed > $2 AND u.changed <= $3
  AND ($4::timestamptz IS NULL OR u.changed_at >= $4) AND ($5::timestamptz IS NULL OR u.changed_at < $5)`;

/** The parameters of `SCOPE_SQL`; others follow at `$6`. */
export const scopeValues = (
  connectionId: string,
  {
    since,
    until,
    fromAt,
    toAt,
  }: Pick<Comparison, "since" | "until" | "fromAt" | "toAt">,
) => [connectionId, since, until, fromAt, toAt];
