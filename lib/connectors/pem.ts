const PEM =
  /^-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----([\sA-Za-z0-9+/=]+)-----END \1-----$/;
const LINE = 64;

/**
 * A private key in PEM with its lines as they should be: fields of one line lose
 * them. What is none stays as it is, for whoever uses it to refuse.
 */
export function toPem(text: string): string {
  const [, label, body] = PEM.exec(text.trim()) ?? [];
  if (label === undefined || body === undefined) return text;
  const base64 = body.replace(/\s+/g, "");
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...lines,
    `-----END ${label}-----`,
    "",
  ].join("\n");
}
