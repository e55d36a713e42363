import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

type Axe = {
  run: () => Promise<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>;
};

/** What on the page is a serious problem for assistive technology: the rule, and the element. */
export async function seriousProblems(page: Page): Promise<string[]> {
  const axe = createRequire(import.meta.url).resolve("axe-core");
  await page.evaluate(readFileSync(axe, "utf8"));
  return page.evaluate(async () => {
    const { axe: loaded } = window as unknown as { axe: Axe };
    const { violations } = await loaded.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
