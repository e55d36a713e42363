/** PostgreSQL's text can't hold NUL; a record, an error or a vendor's answer may. */
export const storableText = (text: string) => text.replaceAll("\0", "\uFFFD");
