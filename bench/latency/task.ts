/** What a sender's process is asked to do: one event a request, at a rate, without waiting for answers. */
export type SenderTask = {
  ingestUrl: string;
  from: number;
  events: number;
  eventsPerSecond: number;
};
