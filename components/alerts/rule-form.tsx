"use client";
import { useState, type SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { RULE_KINDS, SEVERITIES } from "@/lib/alerts/rule";
import { ApiError } from "@/lib/queries/api-client";
import { useTryRule, useSaveRule } from "@/lib/queries/alert-rules";
import { useSyncs } from "@/lib/queries/syncs";
import type { AlertRuleDto } from "@/lib/services/alert/schemas";
import { PickList } from "./pick-list";
import {
  bodyOfRule,
  NEW_RULE,
  sentenceOf,
  valuesOfRule,
  type RuleValues,
} from "./rule-values";
import { severityWord } from "./severity";
import { TellingInputs } from "./telling-inputs";
import { TryResult } from "./try-result";
import { firstValues, WATCH_FORMS } from "./watch-forms";
import { WatchInputs } from "./watch-inputs";

/** Makes a rule or changes one; it can be tried before it is kept. */
export function RuleForm({
  rule,
  onDone,
  onDelete,
}: {
  rule: AlertRuleDto | null;
  onDone: () => void;
  onDelete: (() => void) | null;
}) {
  const [values, setValues] = useState(
    rule === null ? NEW_RULE : valuesOfRule(rule),
  );
  const save = useSaveRule(rule?.id ?? null);
  const attempt = useTryRule();
  const change = (patch: Partial<RuleValues>) => {
    setValues({ ...values, ...patch });
    attempt.reset();
  };
  const problemOf = problemsOf(save.error ?? attempt.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate(bodyOfRule(values), { onSuccess: onDone });
  };
  const tryNow = () =>
    attempt.mutate({
      ...bodyOfRule(values),
      name: values.name.trim() === "" ? "A rule" : values.name,
    });
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      <Field label="Name" error={problemOf("name")}>
        {(control) => (
          <Input
            {...control}
            value={values.name}
            required
            maxLength={120}
            onChange={({ target }) => change({ name: target.value })}
          />
        )}
      </Field>
      <WatchPart {...{ values, problemOf }} onChange={change} />
      <ScopePart {...{ values, problemOf }} onChange={change} />
      <TellingInputs {...{ values, problemOf }} onChange={change} />
      <Failure error={save.error ?? attempt.error} />
      {attempt.data !== undefined && <TryResult result={attempt.data} />}
      <div className="flex flex-wrap justify-end gap-2">
        {onDelete !== null && (
          <Button className="mr-auto" onClick={onDelete}>
            Delete
          </Button>
        )}
        <Button isBusy={attempt.isPending} onClick={tryNow}>
          Try now
        </Button>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          {rule === null ? "Add the rule" : "Save"}
        </Button>
      </div>
    </form>
  );
}

type PartProps = {
  values: RuleValues;
  problemOf: (path: string) => string | undefined;
  onChange: (patch: Partial<RuleValues>) => void;
};

function WatchPart({ values, problemOf, onChange }: PartProps) {
  const { watch } = values;
  const sentence = sentenceOf(values);
  return (
    <>
      <Field label="Tell when" help={WATCH_FORMS[watch.kind].about}>
        {(control) => (
          <Select
            {...control}
            value={watch.kind}
            onChange={({ target }) => {
              const kind = RULE_KINDS.find((one) => one === target.value);
              if (kind !== undefined) onChange({ watch: firstValues(kind) });
            }}
          >
            {RULE_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {WATCH_FORMS[kind].title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <WatchInputs
        watch={watch}
        problemOf={(name) => problemOf(`watch.${name}`)}
        onChange={(next) => onChange({ watch: next })}
      />
      {sentence !== null && (
        <p className="rounded-control bg-sunken px-3 py-2 text-sm">
          {sentence}
        </p>
      )}
    </>
  );
}

function ScopePart({ values, problemOf, onChange }: PartProps) {
  const syncs = useSyncs().data ?? [];
  const { syncIds } = values;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="About" error={problemOf("syncIds")}>
          {(control) => (
            <Select
              {...control}
              value={syncIds === null ? "all" : "some"}
              onChange={({ target }) =>
                onChange({ syncIds: target.value === "all" ? null : [] })
              }
            >
              <option value="all">All syncs, also later ones</option>
              <option value="some">Some syncs</option>
            </Select>
          )}
        </Field>
        <Field label="Severity">
          {(control) => (
            <Select
              {...control}
              value={values.severity}
              onChange={({ target }) =>
                onChange({
                  severity:
                    SEVERITIES.find((one) => one === target.value) ?? "error",
                })
              }
            >
              {SEVERITIES.map((severity) => (
                <option key={severity} value={severity}>
                  {severityWord(severity)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {syncIds !== null && (
        <PickList
          legend="Syncs"
          items={syncs}
          chosen={syncIds}
          onChange={(chosen) => onChange({ syncIds: chosen })}
        />
      )}
    </>
  );
}

/** What has no field of its own to stand below. */
function Failure({ error }: { error: Error | null }) {
  if (error === null) return null;
  const problems = error instanceof ApiError ? error.problems : [];
  return (
    <Notice tone="bad">
      {problems.length === 0
        ? error.message
        : problems.map(({ message }) => message).join(" ")}
    </Notice>
  );
}

const problemsOf =
  (error: Error | null) =>
  (path: string): string | undefined =>
    error instanceof ApiError
      ? error.problems.find((problem) => problem.path === path)?.message
      : undefined;
