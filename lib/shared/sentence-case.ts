/** The text with its first letter as a sentence begins. */
export const sentenceCase = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1);
