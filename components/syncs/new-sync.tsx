"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { ShortWhenField } from "@/components/schedule/short-when-field";
import { shortTrigger, type ShortWhen } from "@/components/schedule/short-when";
import { ownTimezone } from "@/components/schedule/timezones";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNotice } from "@/components/ui/error-notice";
import { Field, Input, Select } from "@/components/ui/field";
import { useConnections } from "@/lib/queries/connections";
import { useCreateSync } from "@/lib/queries/syncs";
import type { ConnectionDto } from "@/lib/services/connection/schemas";
import { sentenceCase } from "@/lib/shared/sentence-case";
import { defaultMapping } from "@/lib/sync/actions/fitting";
import { ACTIONS } from "@/lib/sync/actions/registry";
import { STREAMS } from "@/lib/sync/streams/registry";
import { appIdOf } from "./app-id-of";
import { ActionField, StreamField, type Ends } from "./ends-fields";

/** Makes a sync without a template, for whoever may. */
export function NewSync() {
  const [isOpen, setIsOpen] = useState(false);
  if (!useMay("editor")) return null;
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Without a template</Button>
      {isOpen && <NewSyncDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

const FIRST_ENDS: Ends = { stream: "users", action: "segment.identify" };

function NewSyncDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const create = useCreateSync();
  const choice = useChoice();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="New sync"
      description="A draft with the usual mapping: nothing runs until you publish it."
    >
      <form
        className="mt-4 grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault();
          if (choice.definition !== null)
            create.mutate(choice.definition, {
              onSuccess: ({ id }) => router.push(`/syncs/${id}`),
            });
        }}
      >
        <ChoiceFields choice={choice} />
        <ErrorNotice error={create.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="primary"
            disabled={choice.definition === null}
            isBusy={create.isPending || create.isSuccess}
          >
            Make the draft
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** What was chosen, and the definition that it makes; null while something lacks. */
function useChoice() {
  const connections = useConnections().data ?? [];
  const [ends, setEnds] = useState(FIRST_ENDS);
  const [when, setWhen] = useState<ShortWhen>("day");
  const [typed, setName] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const { kind: sourceKind, many } = STREAMS[ends.stream];
  const { kind: destinationKind, title } = ACTIONS[ends.action];
  const sources = connections.filter(({ kind }) => kind === sourceKind);
  const destinations = connections.filter(
    ({ kind }) => kind === destinationKind,
  );
  const source = chosenOf(sources, from);
  const destination = chosenOf(destinations, to);
  const name = typed ?? `${sentenceCase(many)} to Segment ${title}`;
  return {
    ...{ name, ends, when, sources, destinations, source, destination },
    ...{ setName, setEnds, setWhen, setFrom, setTo },
    definition:
      source === undefined || destination === undefined
        ? null
        : {
            name,
            source: { connection: source.id, stream: ends.stream },
            destination: { connection: destination.id, action: ends.action },
            // All else is sent as it arrives, until its draft says otherwise.
            ...(ends.stream === "users"
              ? { trigger: shortTrigger(when, ownTimezone()) }
              : {}),
            mapping: defaultMapping(ends.stream, ends.action, appIdOf(source)),
          },
  };
}

function ChoiceFields({ choice }: { choice: ReturnType<typeof useChoice> }) {
  const { ends, setEnds } = choice;
  return (
    <>
      <Field label="Name">
        {(control) => (
          <Input
            {...control}
            required
            value={choice.name}
            onChange={({ target }) => choice.setName(target.value)}
          />
        )}
      </Field>
      <div className="grid items-start gap-3.5 sm:grid-cols-2">
        <ConnectionField
          label="From"
          options={choice.sources}
          value={choice.source}
          onChange={choice.setFrom}
        />
        <StreamField ends={ends} onChange={setEnds} />
        <ConnectionField
          label="To"
          options={choice.destinations}
          value={choice.destination}
          onChange={choice.setTo}
        />
        <ActionField ends={ends} onChange={setEnds} />
      </div>
      {ends.stream === "users" && (
        <ShortWhenField value={choice.when} onChange={choice.setWhen} />
      )}
    </>
  );
}

/** The one that was chosen, else the first. */
const chosenOf = (options: readonly ConnectionDto[], id: string | null) =>
  options.find((one) => one.id === id) ?? options[0];

function ConnectionField({
  label,
  options,
  value,
  onChange,
}: {
  label: string;
  options: readonly ConnectionDto[];
  value: ConnectionDto | undefined;
  onChange: (id: string) => void;
}) {
  return (
    <Field
      label={label}
      help={
        options.length === 0
          ? "There is no connection yet: make one under Connections."
          : undefined
      }
    >
      {(control) => (
        <Select
          {...control}
          value={value?.id ?? ""}
          disabled={options.length === 0}
          onChange={({ target }) => onChange(target.value)}
        >
          {options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
