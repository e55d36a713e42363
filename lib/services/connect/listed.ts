const NAMES_MAX = 8;

/** Names as people say them: the first ones, and how many more. */
export const listed = (names: readonly string[]): string =>
  names.length <= NAMES_MAX
    ? names.join(", ")
    : `${names.slice(0, NAMES_MAX).join(", ")} and ${names.length - NAMES_MAX} more`;
