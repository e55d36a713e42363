"use client";

/** Some of several things, ticked. */
export function PickList({
  legend,
  items,
  chosen,
  onChange,
}: {
  legend: string;
  items: readonly { id: string; name: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  return (
    <fieldset className="max-h-40 overflow-y-auto rounded-control border border-line px-3 py-2">
      <legend className="sr-only">{legend}</legend>
      <div className="grid gap-1.5">
        {items.map(({ id, name }) => (
          <label key={id} className="flex items-center gap-2 text-sm">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={({ target }) =>
                onChange(
                  target.checked
                    ? [...chosen, id]
                    : chosen.filter((one) => one !== id),
                )
              }
            />
            <span className="[overflow-wrap:anywhere]">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
