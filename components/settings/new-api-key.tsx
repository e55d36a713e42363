"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Dialog } from "@/components/ui/dialog";
import { Field, Input, Select } from "@/components/ui/field";
import { ErrorNotice } from "@/components/ui/error-notice";
import { useIssueApiKey } from "@/lib/queries/api-keys";
import { KEY_ROLES } from "@/lib/services/api-key/schemas";

const ROLE_WORDS: Record<(typeof KEY_ROLES)[number], string> = {
  viewer: "Viewer: reads everything, changes nothing",
  editor: "Editor: also syncs and runs",
  admin: "Admin: also connections and keys",
};

/** Asks for a name and a role, then shows the key this once. */
export function NewApiKey({ onClose }: { onClose: () => void }) {
  const issue = useIssueApiKey();
  const [name, setName] = useState("");
  const [role, setRole] = useState<(typeof KEY_ROLES)[number]>("editor");
  if (issue.data !== undefined)
    return (
      <Dialog
        isOpen
        onClose={onClose}
        title={`${issue.data.name} is ready`}
        description="Copy it now: it is not shown again."
      >
        <div className="mt-4 grid gap-4">
          <CodeBlock text={issue.data.key} label="The new key" />
          <div className="flex justify-end">
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      </Dialog>
    );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    issue.mutate({ name, role });
  };
  return (
    <Dialog isOpen onClose={onClose} title="New API key">
      <form onSubmit={submit} className="mt-4 grid gap-4">
        <ErrorNotice error={issue.error} />
        <Field label="Name" help="What will use it.">
          {(control) => (
            <Input
              {...control}
              value={name}
              required
              maxLength={80}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Role">
          {(control) => (
            <Select
              {...control}
              value={role}
              onChange={(event) =>
                setRole(
                  KEY_ROLES.find((one) => one === event.target.value) ?? role,
                )
              }
            >
              {KEY_ROLES.map((one) => (
                <option key={one} value={one}>
                  {ROLE_WORDS[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className="flex justify-end">
          <Button type="submit" variant="primary" isBusy={issue.isPending}>
            Make the key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
