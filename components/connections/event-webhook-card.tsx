"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Tag } from "@/components/ui/tag";
import { EVENT_WEBHOOK_TEMPLATE } from "@/lib/connectors/heap/webhook-template";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { EventShapeDialog } from "./event-shape-dialog";
import { storedShape } from "./shape-draft";

/** What to paste into an event webhook in Heap, and how to take one that has a form already. */
export function EventWebhookCard({
  connection,
}: {
  connection: ConnectionDto;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const mayChange = useMay("admin");
  const isShaped = storedShape(connection.settings) !== null;
  return (
    <Card
      title="Single events from Heap"
      aside={isShaped ? <Tag tone="ok">example is set</Tag> : undefined}
    >
      <div className="grid gap-3 px-4 py-3 text-sm">
        <p className="text-ink-2">
          Heap’s event webhooks (in beta) post an event within seconds. Give one
          this connection’s address and this body, and replace each text in
          angle brackets by Heap’s variable picker.
        </p>
        <CodeBlock text={connection.ingestUrl ?? ""} label="Event address" />
        <CodeBlock text={EVENT_WEBHOOK_TEMPLATE} label="Body for Heap" />
        {mayChange && (
          <div className="flex flex-wrap items-center gap-3">
            <p className="grow basis-48 text-ink-2">
              A webhook with another body is taken as well: show Sluice one of
              them.
            </p>
            <Button onClick={() => setIsOpen(true)}>Webhook by example</Button>
          </div>
        )}
      </div>
      {isOpen && (
        <EventShapeDialog
          connection={connection}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Card>
  );
}
