"use client";
import { useState } from "react";
import { Field, Input, Select } from "@/components/ui/field";

const OFFERED = [7, 30, 90];

/** How far to look back: all time, one of the usual windows, or so many days. */
export function WindowPicker({
  days,
  problem,
  onChange,
}: {
  days: number | null;
  problem: string | undefined;
  onChange: (days: number | null) => void;
}) {
  const [isOther, setIsOther] = useState(
    days !== null && !OFFERED.includes(days),
  );
  const choose = (value: string) => {
    setIsOther(value === "other");
    if (value === "all") onChange(null);
    else if (value !== "other") onChange(Number(value));
    else if (days === null) onChange(30);
  };
  return (
    <Field
      label="Time"
      error={problem === undefined ? undefined : "should be 1 to 3,650 days"}
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-2">
          <Select
            {...control}
            isInline
            value={isOther ? "other" : (days ?? "all")}
            onChange={({ target }) => choose(target.value)}
          >
            <option value="all">All time</option>
            {OFFERED.map((offered) => (
              <option key={offered} value={offered}>
                The last {offered} days
              </option>
            ))}
            <option value="other">The last … days</option>
          </Select>
          {isOther && (
            <Input
              aria-label="Days"
              type="number"
              min={1}
              max={3_650}
              className="max-w-24"
              value={days === null || Number.isNaN(days) ? "" : days}
              onChange={({ target }) => onChange(target.valueAsNumber)}
            />
          )}
        </div>
      )}
    </Field>
  );
}
