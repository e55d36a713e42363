"use client";
import { Field, Select } from "@/components/ui/field";
import { ValueList } from "@/components/filter-builder/value-list";
import type { PickExpression } from "@/lib/mapping/expression";
import { NAME_STYLES, type NameStyle } from "@/lib/mapping/words";
import { PathInput } from "./path-input";

const CHOICES = {
  all: "All of them",
  only: "Only these",
  except: "All except these",
} as const;
type Choice = keyof typeof CHOICES;

const STYLE_EXAMPLES = {
  snake_case: "plan_name",
  camelCase: "planName",
  titleCase: "Plan Name",
} as const satisfies Record<NameStyle, string>;

/** Many fields of an object at once: which of them, and how they are named. */
export function PickEditor({
  pick,
  paths,
  onChange,
}: {
  pick: PickExpression;
  paths: readonly string[];
  onChange: (pick: PickExpression) => void;
}) {
  const choice = choiceOf(pick);
  const names = pick.only ?? pick.except ?? [];
  return (
    <div className="grid gap-2">
      <PathInput
        label="Object of the record"
        value={pick.pick}
        paths={paths}
        onChange={(path) => onChange({ ...pick, pick: path })}
      />
      <Field label="Which of its fields">
        {(control) => (
          <Select
            {...control}
            value={choice}
            onChange={({ target }) =>
              onChange(choose(pick, target.value as Choice, names))
            }
          >
            {Object.entries(CHOICES).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {choice !== "all" && (
        <ValueList
          label="Names of fields"
          items={names}
          offered={fieldsOf(pick.pick, paths)}
          noteId={undefined}
          isBad={false}
          read={(text) => text}
          onChange={(next) =>
            onChange(choose(pick, choice, (next ?? []).map(String)))
          }
        />
      )}
      <Field label="Named">
        {(control) => (
          <Select
            {...control}
            value={pick.rename ?? ""}
            onChange={({ target }) => onChange(renamed(pick, target.value))}
          >
            <option value="">as they are</option>
            {NAME_STYLES.map((style) => (
              <option key={style} value={style}>
                {`like ${STYLE_EXAMPLES[style]}`}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function choiceOf({ only, except }: PickExpression): Choice {
  if (only !== undefined) return "only";
  return except === undefined ? "all" : "except";
}

function choose(
  { pick, rename }: PickExpression,
  choice: Choice,
  names: readonly string[],
): PickExpression {
  return {
    pick,
    ...(choice === "all" ? {} : { [choice]: [...names] }),
    ...(rename === undefined ? {} : { rename }),
  };
}

function renamed(
  { rename: _, ...rest }: PickExpression,
  style: string,
): PickExpression {
  const known = NAME_STYLES.find((one) => one === style);
  return known === undefined ? rest : { ...rest, rename: known };
}

/** The names of the fields right below a path. */
function fieldsOf(path: string, paths: readonly string[]): string[] {
  const start = `${path}.`;
  return paths
    .filter((one) => one.startsWith(start))
    .map((one) => one.slice(start.length))
    .filter((name) => !/[.[\]]/.test(name));
}
