"use client";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";

/** A webhook's signing secret, this once. */
export function ShownSecret({
  title,
  secret,
  onDone,
}: {
  title: string;
  secret: string;
  onDone: () => void;
}) {
  return (
    <Dialog
      isOpen
      // A press beside it would lose the secret.
      keepsOpen
      onClose={onDone}
      title={title}
      description="This secret signs what is posted. Copy it into your server now: it is not shown again."
    >
      <div className="mt-4 grid gap-4">
        <CodeBlock text={secret} label="The signing secret" />
        <div className="flex justify-end">
          <Button variant="primary" onClick={onDone}>
            Done
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
