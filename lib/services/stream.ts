import { z } from "zod";
import { STREAM_NAMES } from "../sync/streams/registry";

/** Which of a connection's streams is asked about; its events, where nothing is said. */
export const StreamSchema = z
  .enum(STREAM_NAMES, { error: `should be one of ${STREAM_NAMES.join(", ")}` })
  .default("events");
