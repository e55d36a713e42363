import { Field, Select } from "@/components/ui/field";
import { sentenceCase } from "@/lib/shared/sentence-case";
import { actionsFor } from "@/lib/sync/actions/fitting";
import { ACTIONS, type ActionName } from "@/lib/sync/actions/registry";
import {
  STREAM_NAMES,
  STREAMS,
  type StreamName,
} from "@/lib/sync/streams/registry";

/** What is read and what becomes of it: a stream, and an action that takes its records. */
export type Ends = { stream: StreamName; action: ActionName };

type Props = { ends: Ends; onChange: (ends: Ends) => void };

/** The kind of record that a sync reads. */
export function StreamField({ ends, onChange }: Props) {
  return (
    <Field label="Stream" help={STREAMS[ends.stream].description}>
      {(control) => (
        <Select
          {...control}
          value={ends.stream}
          onChange={({ target }) =>
            onChange(withStream(ends, target.value as StreamName))
          }
        >
          {STREAM_NAMES.map((stream) => (
            <option key={stream} value={stream}>
              {sentenceCase(STREAMS[stream].many)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** What each record becomes: only what a stream's records can become is offered. */
export function ActionField({ ends, onChange }: Props) {
  return (
    <Field label="Action" help={ACTIONS[ends.action].description}>
      {(control) => (
        <Select
          {...control}
          value={ends.action}
          onChange={({ target }) =>
            onChange({ ...ends, action: target.value as ActionName })
          }
        >
          {actionsFor(ends.stream).map((action) => (
            <option key={action} value={action}>
              {ACTIONS[action].title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** The action stays where it takes the other stream as well. */
function withStream({ action }: Ends, stream: StreamName): Ends {
  const fitting = actionsFor(stream);
  const first = fitting[0] ?? action;
  return { stream, action: fitting.includes(action) ? action : first };
}
