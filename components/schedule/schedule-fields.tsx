"use client";
import { Field, Input, Select } from "@/components/ui/field";
import { scheduleProblem } from "@/lib/sync/schedule";
import { NextTimes } from "./next-times";
import { cronOf, WEEKDAYS, type Rhythm } from "./rhythm";
import { TimezoneField } from "./timezone-field";
import { scheduleOf, type WhenForm } from "./when-form";

const EVERY = {
  quarter: "Every 15 minutes",
  hour: "Every hour",
  day: "Every day",
  week: "Every week",
  custom: "Custom cron",
} as const satisfies Record<Rhythm["every"], string>;

type Props = {
  form: WhenForm;
  onChange: (changed: Partial<WhenForm>) => void;
};

/** How often, when, and by whose clock. */
export function ScheduleFields({ form, onChange }: Props) {
  const { rhythm, timezone } = form;
  const schedule = scheduleOf(form);
  const problem = scheduleProblem(schedule);
  // Told apart, so that both are seen at once.
  const cronProblem = scheduleProblem({ ...schedule, timezone: "UTC" });
  const change = (changed: Partial<Rhythm>) =>
    onChange({ rhythm: { ...rhythm, ...changed } });
  return (
    <div className="grid gap-3.5 rounded-control border border-line p-3.5">
      <div className="grid items-start gap-3.5 sm:grid-cols-2">
        <Field label="How often">
          {(control) => (
            <Select
              {...control}
              value={rhythm.every}
              onChange={({ target }) =>
                // What was chosen is where a cron of one's own begins.
                change({
                  every: target.value as Rhythm["every"],
                  cron: cronOf(rhythm),
                })
              }
            >
              {Object.entries(EVERY).map(([every, label]) => (
                <option key={every} value={every}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <WhenOfRhythm
          rhythm={rhythm}
          error={cronProblem?.message}
          onChange={change}
        />
        {/* A day’s time leaves no room beside. */}
        <div className={rhythm.every === "day" ? "sm:col-span-2" : ""}>
          <TimezoneField
            value={timezone}
            error={problem?.member === "timezone" ? problem.message : undefined}
            onChange={(next) => onChange({ timezone: next })}
          />
        </div>
      </div>
      {problem === null && <NextTimes schedule={schedule} />}
    </div>
  );
}

/** What has to be said besides: a weekday, a time, or the cron itself. */
function WhenOfRhythm({
  rhythm: { every, time, weekday, cron },
  error,
  onChange,
}: {
  rhythm: Rhythm;
  error: string | undefined;
  onChange: (changed: Partial<Rhythm>) => void;
}) {
  if (every === "custom")
    return (
      <Field
        label="Cron"
        error={error}
        help="Minute, hour, day, month and weekday."
      >
        {(control) => (
          <Input
            {...control}
            value={cron}
            spellCheck={false}
            className="font-mono text-xs"
            placeholder="0 9 * * 1-5"
            onChange={({ target }) => onChange({ cron: target.value })}
          />
        )}
      </Field>
    );
  return (
    <>
      {every === "week" && (
        <Field label="On">
          {(control) => (
            <Select
              {...control}
              value={weekday}
              onChange={({ target }) =>
                onChange({ weekday: Number(target.value) })
              }
            >
              {WEEKDAYS.map((name, day) => (
                <option key={name} value={day}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {(every === "day" || every === "week") && (
        <Field
          label="At"
          error={error === undefined ? undefined : "should be a time"}
        >
          {(control) => (
            <Input
              {...control}
              type="time"
              required
              value={time}
              onChange={({ target }) => onChange({ time: target.value })}
            />
          )}
        </Field>
      )}
    </>
  );
}
