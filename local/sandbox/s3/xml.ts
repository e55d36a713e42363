const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** One element with its text; what XML can't carry becomes a character reference. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`;
}

function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (found) => ENTITIES[found] ?? found)
      // As S3 does it: some of these no XML parser takes, hence encoding-type=url.
      .replace(
        /[\u0000-\u001f]/g,
        (found) => `&#x${found.charCodeAt(0).toString(16)};`,
      )
  );
}
