/** What ingest refused may be no JSON: then it is shown as the text it is. */
export function asJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
