/** A Heap event in the form that an ingest address takes. */
export type HeapRecord = {
  event_id: string;
  event: string;
  user_id: string;
  identity?: string;
  session_id: string;
  time: string;
  properties: Record<string, string | number>;
};

type ScenarioInput = {
  users: number;
  events: number;
  seed: number;
  /** Milliseconds; the last event happens just before. */
  endsAt: number;
};

/** Makes the same records for the same input, one at a time. */
export type Scenario = (input: ScenarioInput) => Generator<HeapRecord>;
