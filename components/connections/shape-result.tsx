import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { Part } from "@/components/ui/part";
import type { JsonObject } from "@/lib/shared/json";
import { compileEventShape, type EventShape } from "@/lib/sync/event-shape";
import { checkHeapEvent } from "@/lib/sync/heap-event";
import type { toShape } from "./shape-draft";

/** The event that the example becomes, or why it can't. */
export function ShapeResult({
  shape,
  body,
}: {
  shape: ReturnType<typeof toShape>;
  body: JsonObject | null;
}) {
  if (body === null) return null;
  // Only whether it is taken matters here, not how it is known.
  if (checkHeapEvent(body, "", () => "").ok)
    return (
      <Notice tone="ok">
        It has “event” and “user_id” or “identity”: Sluice takes it as it is,
        and needs no example.
      </Notice>
    );
  if (!shape.success)
    return (
      <Notice tone="neutral">
        Still missing: {shape.error.issues.map(missingWords).join(", ")}.
      </Notice>
    );
  return <Made shape={shape.data} body={body} />;
}

function Made({ shape, body }: { shape: EventShape; body: JsonObject }) {
  const { record } = compileEventShape(shape)(body);
  const outcome = checkHeapEvent(record, "", () => "");
  return (
    <Part title="The event that it becomes">
      {!outcome.ok && <Notice tone="bad">{outcome.message}</Notice>}
      <JsonView value={record} label="The event that it becomes" />
    </Part>
  );
}

const missingWords = ({ path }: { path: PropertyKey[] }): string =>
  path[0] === "event"
    ? "the event’s name"
    : "who it is: a Heap user id or an identity";
