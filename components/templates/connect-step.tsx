"use client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { ConnectionKindShown } from "@/components/connections/connection-form";
import { NewConnection } from "@/components/connections/new-connection";
import { useSession } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { Field, Select } from "@/components/ui/field";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import type { Choices } from "./choices";
import { useSandboxConnections } from "./use-sandbox-connections";

type Props = {
  connections: ConnectionDto[];
  choices: Choices;
  onChange: (part: Partial<Choices>) => void;
  onNext: () => void;
};

export function ConnectStep({ connections, choices, onChange, onNext }: Props) {
  const [making, setMaking] = useState<ConnectionKindShown | null>(null);
  const { sandboxUrl } = useSession();
  const ensureSandbox = useSandboxConnections();
  const useSandbox = useMutation({
    mutationFn: ensureSandbox,
    onSuccess: ({ heap, segment }) =>
      onChange({ heap: heap.id, segment: segment.id }),
  });
  const isReady = choices.heap !== null && choices.segment !== null;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onNext();
      }}
    >
      <Picker
        kind="heap"
        label="From Heap"
        {...{ connections, choices, onChange }}
        onMake={() => setMaking("heap")}
      />
      <Picker
        kind="segment"
        label="To Segment"
        {...{ connections, choices, onChange }}
        onMake={() => setMaking("segment")}
      />
      <ErrorNotice error={useSandbox.error} />
      <div className="flex flex-wrap justify-end gap-2">
        {sandboxUrl !== null && (
          <Button
            variant="ghost"
            isBusy={useSandbox.isPending}
            onClick={() => useSandbox.mutate()}
          >
            Use the sandbox for both
          </Button>
        )}
        <Button type="submit" variant="primary" disabled={!isReady}>
          Continue
        </Button>
      </div>
      {making !== null && (
        <NewConnection
          kind={making}
          onClose={() => setMaking(null)}
          onMade={({ id }) => {
            onChange({ [making]: id });
            setMaking(null);
          }}
        />
      )}
    </form>
  );
}

function Picker({
  kind,
  label,
  connections,
  choices,
  onChange,
  onMake,
}: Omit<Props, "onNext"> & {
  kind: ConnectionKindShown;
  label: string;
  onMake: () => void;
}) {
  const options = connections.filter((one) => one.kind === kind);
  return (
    <Field
      label={label}
      help={
        options.length === 0
          ? "There is no connection yet: make the first one."
          : undefined
      }
    >
      {(control) => (
        <div className="flex gap-2">
          <Select
            {...control}
            value={choices[kind] ?? ""}
            disabled={options.length === 0}
            onChange={(event) =>
              onChange({
                [kind]: event.target.value === "" ? null : event.target.value,
              })
            }
          >
            <option value="">Choose a connection</option>
            {options.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Button
            className="h-[34px]"
            aria-label={`New ${kind === "heap" ? "Heap" : "Segment"} connection`}
            onClick={onMake}
          >
            New
          </Button>
        </div>
      )}
    </Field>
  );
}
