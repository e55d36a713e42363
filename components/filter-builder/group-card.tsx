"use client";
import { cx } from "class-variance-authority";
import { Fragment, useId } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/field";
import { useBuilder } from "./builder-context";
import { ConditionRow } from "./condition-row";
import { describePart, JOIN_NAMES } from "./describe-part";
import { insertPart, nextId, replacePart, type NewPart } from "./edit-tree";
import { isGroup, ROOT_ID, type Group } from "./filter-tree";
import { MatchNumber } from "./match-number";
import { emptyComparison } from "./new-row";
import { PartHandle } from "./part-handle";
import { PartMenu } from "./part-menu";
import { PartProblem } from "./part-problem";
import { PlaceSlot } from "./place-slot";
import { selectorOf } from "./use-carrying";

/** Conditions and groups that hold together, one of them, or none; with a place before and after each. */
export function GroupCard({ group }: { group: Group }) {
  const { problems, carrying } = useBuilder();
  const noteId = useId();
  const { id, parts } = group;
  const isRoot = id === ROOT_ID;
  return (
    <div
      role="group"
      aria-label={describePart(group)}
      data-part={id}
      className={cx(
        !isRoot &&
          "rounded-surface border border-dashed border-line-strong bg-bg px-2 pt-1.5 pb-2",
        carrying.dragged === id && "opacity-40",
      )}
    >
      <GroupHead group={group} noteId={problems.has(id) ? noteId : undefined} />
      {parts.map((part, index) => (
        <Fragment key={part.id}>
          <PlaceSlot place={{ group: id, index }} isEmpty={false} />
          {isGroup(part) ? (
            <GroupCard group={part} />
          ) : (
            <ConditionRow row={part} />
          )}
        </Fragment>
      ))}
      <PlaceSlot
        place={{ group: id, index: parts.length }}
        isEmpty={parts.length === 0}
      />
      <PartProblem id={noteId} problem={problems.get(id)} />
      <GroupButtons group={group} />
    </div>
  );
}

function GroupHead({
  group,
  noteId,
}: {
  group: Group;
  /** Of what is wrong with it. */
  noteId: string | undefined;
}) {
  const { root, edit } = useBuilder();
  const isRoot = group.id === ROOT_ID;
  return (
    <div className="flex items-center gap-1.5 text-sm">
      {!isRoot && <PartHandle part={group} />}
      <Select
        isInline
        aria-label="How they are joined"
        aria-describedby={noteId}
        value={group.join}
        onChange={({ target }) =>
          edit(
            replacePart(root, {
              ...group,
              join: target.value as Group["join"],
            }),
          )
        }
      >
        {Object.entries(JOIN_NAMES).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
      <span className="grow text-ink-2">these hold</span>
      {!isRoot && (
        <>
          <MatchNumber id={group.id} />
          <PartMenu part={group} />
        </>
      )}
    </div>
  );
}

function GroupButtons({ group }: { group: Group }) {
  const { root, editAndFocus } = useBuilder();
  const { id, join, parts } = group;
  const fresh = nextId(root);
  const add = (part: NewPart, selector: string) =>
    editAndFocus(
      insertPart(root, { group: id, index: parts.length }, part),
      selector,
    );
  return (
    <div className="mt-1 flex gap-2">
      <Button
        size="sm"
        data-add={id}
        onClick={() => add(emptyComparison(), `[data-field="${fresh}"]`)}
      >
        + Condition
      </Button>
      <Button
        size="sm"
        variant="ghost"
        onClick={() =>
          add(
            { join: join === "any" ? "all" : "any", parts: [] },
            selectorOf(fresh),
          )
        }
      >
        + Group
      </Button>
    </div>
  );
}
