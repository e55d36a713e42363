import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../http/answer";

const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const files = {
  "/": { name: "page.html", type: "text/html; charset=utf-8" },
  "/_control/page.js": {
    name: "browser.js",
    type: "text/javascript; charset=utf-8",
  },
} as const;

/** The page for people, and its script; null for any other path. */
export function answerPage(path: string): Answer | null {
  if (path !== "/" && path !== "/_control/page.js") return null;
  const { name, type } = files[path];
  return {
    status: 200,
    headers: {
      "content-type": type,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    },
    body: readFileSync(join(import.meta.dirname, name)),
  };
}
