export type BoundValues = {
  /** Answers the value's place in the text, with its type, such as `$3::text`. */
  bind: (value: unknown, type: ValueType) => string;
  values: unknown[];
  /** Every place: PostgreSQL refuses values whose type the text does not tell, as of one that it has no use for. */
  places: string[];
};

type ValueType = "text" | "text[]" | "int" | "numeric" | "timestamptz";

/** What a statement is given beside its text: nothing that somebody wrote becomes SQL. */
export function boundValues(): BoundValues {
  const values: unknown[] = [];
  const places: string[] = [];
  const bind = (value: unknown, type: ValueType) => {
    const place = `$${values.push(value)}::${type}`;
    places.push(place);
    return place;
  };
  return { values, places, bind };
}
