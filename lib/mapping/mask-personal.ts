/** Words that tell, wherever in a name they stand. */
const PERSONAL_WORD =
  /(^|[._[\]"])(e_?mail|phone|mobile|first_name|last_name|full_name|user_?name|postal_code|birthday|birth_date|ssn|iban|password|secret)([._[\]"]|$)/i;
/** Words that only tell alone: `plan_name` is no person's. */
const PERSONAL_FIELD =
  /(^|[.[\]"])(name|address|street|zip|ip|card|identity|handle|token)([.[\]"]|$)/i;
const EMAIL = /([^\s@]+)@([^\s@]+\.[^\s@]+)/g;
const LONG_DIGITS = /\+?\d[\d ().-]{7,}\d/g;

/**
 * An example that nobody can be told by: e-mails keep a letter and their
 * domain, long numbers their last two digits, and what is in a field with a
 * personal name its first letter.
 */
export function maskPersonal(path: string, text: string): string {
  const name = path.replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1_$2");
  const isPersonal = PERSONAL_WORD.test(name) || PERSONAL_FIELD.test(name);
  if (isPersonal && !text.includes("@")) return `${text.slice(0, 1)}•••`;
  const masked = text.replace(
    EMAIL,
    (_, local: string, domain: string) => `${local.slice(0, 1)}•••@${domain}`,
  );
  return looksLikeTime(text)
    ? masked
    : masked.replace(LONG_DIGITS, (digits) => `•••${digits.slice(-2)}`);
}

const looksLikeTime = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text);
