"use client";
import Link from "next/link";
import { Field, Input } from "@/components/ui/field";
import { useAlertChannels } from "@/lib/queries/alert-channels";
import { PickList } from "./pick-list";
import type { RuleValues } from "./rule-values";

type Props = {
  values: RuleValues;
  problemOf: (path: string) => string | undefined;
  onChange: (patch: Partial<RuleValues>) => void;
};

/** Where a rule tells, and how often. */
export function TellingInputs({ values, problemOf, onChange }: Props) {
  const channels = useAlertChannels().data ?? [];
  return (
    <>
      <div className="grid gap-1">
        <h3 className="text-sm font-medium">Tell</h3>
        {channels.length === 0 ? (
          <p className="text-sm text-ink-2">
            There is no channel yet: alerts show on this page and on the
            overview.{" "}
            <Link
              href="/settings/alert-channels"
              className="font-medium text-ink underline"
            >
              Add a channel
            </Link>
          </p>
        ) : (
          <>
            <PickList
              legend="Channels"
              items={channels}
              chosen={values.channelIds}
              onChange={(channelIds) => onChange({ channelIds })}
            />
            <p className="text-xs text-ink-2">
              Besides the channels that a sync’s definition names. Without any
              it shows on this page and on the overview.
            </p>
          </>
        )}
      </div>
      <div className="grid items-start gap-4 sm:grid-cols-3">
        <Minutes
          label="Not again within"
          help="Of the same subject."
          value={values.cooldownMinutes}
          error={problemOf("cooldownMinutes")}
          onChange={(cooldownMinutes) => onChange({ cooldownMinutes })}
        />
        <Minutes
          label="Recovered after"
          help="Of all being well."
          value={values.recoverMinutes}
          error={problemOf("recoverMinutes")}
          onChange={(recoverMinutes) => onChange({ recoverMinutes })}
        />
        <Minutes
          label="Remind every"
          help="Empty: never."
          isOptional
          value={values.remindMinutes}
          error={problemOf("remindMinutes")}
          onChange={(remindMinutes) => onChange({ remindMinutes })}
        />
      </div>
    </>
  );
}

function Minutes({
  label,
  help,
  value,
  error,
  isOptional = false,
  onChange,
}: {
  label: string;
  help: string;
  value: number | "";
  error: string | undefined;
  isOptional?: boolean;
  onChange: (value: number | "") => void;
}) {
  return (
    <Field label={label} help={help} error={error}>
      {(control) => (
        <span className="flex items-center gap-2">
          <Input
            {...control}
            type="number"
            min={isOptional ? 5 : 0}
            max={10_080}
            required={!isOptional}
            value={value}
            onChange={({ target }) =>
              onChange(target.value === "" ? "" : target.valueAsNumber)
            }
          />
          <span className="text-sm text-ink-2">min</span>
        </span>
      )}
    </Field>
  );
}
