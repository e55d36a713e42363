"use client";
import { useId } from "react";
import { Field, Input } from "@/components/ui/field";
import { ownTimezone, timezonesFor } from "./timezones";

/** A time zone, found by typing a part of its name; the reader's own comes first. */
export function TimezoneField({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange: (timezone: string) => void;
}) {
  const listId = useId();
  const own = ownTimezone();
  return (
    <Field
      label="Time zone"
      error={error}
      help={
        value === own ? (
          "Yours. It follows summer and winter time."
        ) : (
          <>
            It follows summer and winter time.{" "}
            <button
              type="button"
              className="underline underline-offset-2 hover:text-ink"
              onClick={() => onChange(own)}
            >
              Use yours, {own}
            </button>
          </>
        )
      }
    >
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={value}
            spellCheck={false}
            autoComplete="off"
            placeholder="Europe/Paris"
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={listId}>
            {timezonesFor(own, value).map((timezone) => (
              <option key={timezone} value={timezone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
