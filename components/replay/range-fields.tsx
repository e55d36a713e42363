import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { Tick } from "@/components/ui/tick";
import { useEventNames } from "@/lib/queries/connections";
import { useVersions } from "@/lib/queries/mapping";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { STREAMS } from "@/lib/sync/streams/registry";
import { shortRanges, type RangeForm } from "./range-form";

type Props = {
  sync: SyncDto;
  form: RangeForm;
  onChange: (changed: Partial<RangeForm>) => void;
};

/** Which records, through which version, and whether under new ids. */
export function RangeFields({ sync, form, onChange }: Props) {
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {shortRanges(new Date()).map(({ label, from }) => (
          <Button
            key={label}
            size="sm"
            aria-pressed={form.from === from && form.to === ""}
            onClick={() => onChange({ from, to: "" })}
          >
            {label}
          </Button>
        ))}
      </div>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Arrived from">
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              required
              value={form.from}
              onChange={({ target }) => onChange({ from: target.value })}
            />
          )}
        </Field>
        <Field
          label="Until"
          optional
          error={
            form.to !== "" && form.to <= form.from
              ? "Should be after the beginning."
              : undefined
          }
          help="Without it, until now."
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={form.to}
              onChange={({ target }) => onChange({ to: target.value })}
            />
          )}
        </Field>
        <EventField sync={sync} form={form} onChange={onChange} />
        <Field label="With this text" optional>
          {(control) => (
            <Input
              {...control}
              placeholder="An id, an address, a value"
              value={form.q}
              onChange={({ target }) => onChange({ q: target.value })}
            />
          )}
        </Field>
        <VersionField sync={sync} form={form} onChange={onChange} />
      </div>
      <Tick
        isOn={form.anew}
        onChange={(anew) => onChange({ anew })}
        title="Deliver them anew"
        help="Under new message ids: Segment takes again what it already has. Without this it discards what it still knows."
      />
    </div>
  );
}

function EventField({ sync, form, onChange }: Props) {
  const { source } = sync.definition;
  const names = useEventNames(source).data ?? [];
  const { event: named, many } = STREAMS[source.stream];
  if (named === null) return null;
  return (
    <Field label={named.label}>
      {(control) => (
        <Select
          {...control}
          value={form.event}
          onChange={({ target }) => onChange({ event: target.value })}
        >
          <option value="">All {many}</option>
          {names.map(({ event }) => (
            <option key={event} value={event}>
              {event}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function VersionField({ sync, form, onChange }: Props) {
  const versions = useVersions(sync.id, sync.version).data ?? [];
  return (
    <Field label="Through version">
      {(control) => (
        <Select
          {...control}
          value={form.version}
          onChange={({ target }) => onChange({ version: target.value })}
        >
          <option value="">
            {sync.version === null
              ? "The present one"
              : `v${sync.version}, the present one`}
          </option>
          {versions
            .filter(({ number }) => number !== sync.version)
            .map(({ number, note }) => (
              <option key={number} value={number}>
                v{number}
                {note === null ? "" : `, ${note}`}
              </option>
            ))}
        </Select>
      )}
    </Field>
  );
}
