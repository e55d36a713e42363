"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field } from "@/components/ui/field";
import { useUpdateConnection } from "@/lib/queries/connections";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import {
  draftOf,
  guessDraft,
  readExample,
  storedShape,
  toShape,
} from "./shape-draft";
import { ShapeFields } from "./shape-fields";
import { ShapeResult } from "./shape-result";

/** Shows Sluice one body of a webhook, and says which of its fields is what. */
export function EventShapeDialog({
  connection,
  onClose,
}: {
  connection: ConnectionDto;
  onClose: () => void;
}) {
  const stored = storedShape(connection.settings);
  const [text, setText] = useState("");
  const [draft, setDraft] = useState(() => draftOf(stored));
  const [isChosen, setIsChosen] = useState(stored !== null);
  const update = useUpdateConnection();
  const { body, problem } = readExample(text);
  const shape = toShape(draft);
  const paste = (next: string) => {
    setText(next);
    const example = readExample(next).body;
    if (example !== null && !isChosen) setDraft(guessDraft(example));
  };
  const save = (eventShape: unknown) =>
    update.mutate(
      { id: connection.id, settings: { eventShape } },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      isOpen
      keepsOpen={text !== ""}
      onClose={onClose}
      size="sheet"
      title="Webhook by example"
      description="Paste a body as your webhook posts it, and say which field is what. Bodies with “event” and “user_id” or “identity” are taken as they are."
    >
      <div className="mt-4 grid min-h-0 grow content-start gap-4 overflow-y-auto lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-4">
          <ExampleInput text={text} problem={problem} onChange={paste} />
          <ShapeResult shape={shape} body={body} />
        </div>
        <ShapeFields
          draft={draft}
          body={body}
          onChange={(next) => {
            setIsChosen(true);
            setDraft(next);
          }}
        />
      </div>
      <ErrorNotice error={update.error} className="mt-3" />
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        {stored !== null && (
          <Button disabled={update.isPending} onClick={() => save(null)}>
            Stop using it
          </Button>
        )}
        <Button
          variant="primary"
          disabled={!shape.success}
          isBusy={update.isPending}
          onClick={() => save(shape.data)}
        >
          Save
        </Button>
      </div>
    </Dialog>
  );
}

function ExampleInput({
  text,
  problem,
  onChange,
}: {
  text: string;
  problem: string | null;
  onChange: (text: string) => void;
}) {
  return (
    <Field
      label="A body of the webhook"
      error={problem ?? undefined}
      help="It stays in your browser; only your choices are saved."
    >
      {(control) => (
        <textarea
          {...control}
          rows={9}
          spellCheck={false}
          value={text}
          placeholder={'{ "event_name": "Checkout", "email": "ann@acme.io" }'}
          onChange={({ target }) => onChange(target.value)}
          className="rounded-control border border-line-strong bg-surface p-3 font-mono text-xs leading-[1.65] aria-invalid:border-bad"
        />
      )}
    </Field>
  );
}
