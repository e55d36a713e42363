/** An event as functions see it; `id` is the sender's, or else the server's own. */
export type EventBody = {
  name: string;
  data: Record<string, unknown>;
  id: string;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
};
export type AcceptedEvent = { internalId: string; body: EventBody };
