import type { Mapping } from "../../mapping/expression";
import type { SegmentCallType } from "../segment-spec";
import type { StreamName } from "../streams/registry";

/** What a destination can do with a record: one file each, listed in registry.ts. */
export type Action = {
  /** The kind of connection that does it. */
  kind: "segment";
  title: string;
  description: string;
  /** The call of Segment's spec that a record becomes. */
  call: SegmentCallType;
  /** The streams that it takes, each with the mapping that a sync begins with. */
  takes: Partial<Record<StreamName, DefaultMapping>>;
};

/** `appId` is the Heap environment's: a Heap user_id is unique in one only. */
type DefaultMapping = (appId: string) => Mapping;
