/** The time zone of whoever looks at the page. */
export const ownTimezone = (): string =>
  Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The names that have a text in them: what is written as a blank is an underscore there. */
export function timezonesFor(own: string, text: string): string[] {
  const words = text.trim().toLowerCase().replaceAll(" ", "_");
  const all = [own, "UTC", ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(all)].filter(
    (name) => name !== text && name.toLowerCase().includes(words),
  );
}
