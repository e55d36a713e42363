/** Rows of one height in both columns: so the lines between them need no measuring. */
export const ROW_PX = 42;
export const FIELD_PX = 34;

/** The middle of a row, from the top of its column. */
export const middleOf = (index: number): number =>
  index * ROW_PX + FIELD_PX / 2;
