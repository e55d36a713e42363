"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { checkCondition } from "@/lib/mapping/check-condition";
import { OPERATOR_NAMES, type Condition } from "@/lib/mapping/condition";
import { CONDITION_OPERATORS } from "@/lib/mapping/condition-operators";
import {
  isGroup,
  newComparison,
  readValue,
  showValue,
  toCondition,
  toGroup,
  type Comparison,
  type Group,
} from "./edit-condition";
import { PathInput } from "./path-input";

/** Which records the sync takes: conditions, joined and nested. */
export function FilterDialog({
  where,
  paths,
  onChange,
  onClose,
}: {
  where: Condition | null;
  paths: readonly string[];
  onChange: (where: Condition | null) => void;
  onClose: () => void;
}) {
  const [group, setGroup] = useState(() => toGroup(where));
  const condition = toCondition(group);
  const [problem] = condition === null ? [] : checkCondition(condition);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Filter"
      description="Records that don’t match are counted as filtered, and not sent."
      className="max-w-[760px]"
    >
      <div className="mt-4 grid gap-3">
        <GroupEditor group={group} paths={paths} onChange={setGroup} />
        {condition === null && (
          <Notice tone="neutral">
            Without a condition every record is taken.
          </Notice>
        )}
        {problem !== undefined && (
          <Notice tone="warn">{problem.message}.</Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={problem !== undefined}
            onClick={() => {
              onChange(condition);
              onClose();
            }}
          >
            Use this filter
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

const JOINS = { all: "all of", any: "any of", none: "none of" } as const;

function GroupEditor({
  group,
  paths,
  onChange,
  onRemove,
}: {
  group: Group;
  paths: readonly string[];
  onChange: (group: Group) => void;
  onRemove?: () => void;
}) {
  const { join, parts } = group;
  const replace = (at: number, part: Group | Comparison | null) =>
    onChange({
      ...group,
      parts: parts.flatMap((one, index) => (index === at ? (part ?? []) : one)),
    });
  const add = (part: Group | Comparison) =>
    onChange({ ...group, parts: [...parts, part] });
  return (
    <fieldset className="grid gap-2 rounded-control border border-line p-3">
      <div className="flex items-center gap-2 text-sm">
        <Select
          isInline
          aria-label="How they are joined"
          value={join}
          onChange={({ target }) =>
            onChange({ ...group, join: target.value as Group["join"] })
          }
        >
          {Object.entries(JOINS).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <span className="grow text-ink-2">these hold</span>
        {onRemove !== undefined && (
          <Button
            size="sm"
            variant="ghost"
            aria-label="Remove this group"
            onClick={onRemove}
          >
            ✕
          </Button>
        )}
      </div>
      {parts.map((part, index) =>
        isGroup(part) ? (
          <GroupEditor
            key={index}
            group={part}
            paths={paths}
            onChange={(next) => replace(index, next)}
            onRemove={() => replace(index, null)}
          />
        ) : (
          <ComparisonEditor
            key={index}
            comparison={part}
            paths={paths}
            onChange={(next) => replace(index, next)}
            onRemove={() => replace(index, null)}
          />
        ),
      )}
      <div className="flex gap-2">
        <Button size="sm" onClick={() => add(newComparison())}>
          + Condition
        </Button>
        <Button
          size="sm"
          variant="ghost"
          onClick={() => add({ join: "any", parts: [newComparison()] })}
        >
          + Group
        </Button>
      </div>
    </fieldset>
  );
}

function ComparisonEditor({
  comparison,
  paths,
  onChange,
  onRemove,
}: {
  comparison: Comparison;
  paths: readonly string[];
  onChange: (comparison: Comparison) => void;
  onRemove: () => void;
}) {
  const { path, op, value } = comparison;
  const { takes } = CONDITION_OPERATORS[op];
  return (
    <div className="grid items-end gap-2 sm:grid-cols-[1fr_auto_1fr_auto]">
      <PathInput
        label="Field"
        value={path}
        paths={paths}
        onChange={(next) => onChange({ ...comparison, path: next })}
      />
      <Select
        isInline
        aria-label="Comparison"
        value={op}
        onChange={({ target }) => {
          const next = target.value as Comparison["op"];
          const kept = readValue(next, showValue(value));
          onChange(
            kept === undefined
              ? { path, op: next }
              : { path, op: next, value: kept },
          );
        }}
      >
        {OPERATOR_NAMES.map((name) => (
          <option key={name} value={name}>
            {CONDITION_OPERATORS[name].label}
          </option>
        ))}
      </Select>
      {takes === "none" ? (
        <span />
      ) : (
        <Input
          aria-label="Value"
          placeholder={takes === "list" ? "one, two, three" : "a value"}
          value={showValue(value)}
          onChange={({ target }) =>
            onChange({ path, op, value: readValue(op, target.value) })
          }
        />
      )}
      <Button
        size="sm"
        variant="ghost"
        aria-label={`Remove the condition on ${path}`}
        onClick={onRemove}
      >
        ✕
      </Button>
    </div>
  );
}
