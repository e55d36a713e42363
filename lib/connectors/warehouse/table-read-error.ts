/**
 * One table can't be read as it is; others can. The message is for people and
 * holds nothing of the table's content.
 */
export class TableReadError extends Error {
  override readonly name = "TableReadError";
}
