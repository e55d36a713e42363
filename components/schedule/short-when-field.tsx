import { Field, Select } from "@/components/ui/field";
import { SHORT_WHENS, type ShortWhen } from "./short-when";

/** When a new sync of people runs. */
export function ShortWhenField({
  value,
  onChange,
}: {
  value: ShortWhen;
  onChange: (when: ShortWhen) => void;
}) {
  return (
    <Field label="When" help={SHORT_WHENS[value].help}>
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={({ target }) => onChange(target.value as ShortWhen)}
        >
          {Object.entries(SHORT_WHENS).map(([when, { title }]) => (
            <option key={when} value={when}>
              {title}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
