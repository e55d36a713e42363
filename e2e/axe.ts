import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";

type Axe = {
  run: () => Promise<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>;
};

/** What keeps people with assistive technology from using the page as it stands: each rule with the element that breaks it. */
export async function seriousProblems(page: Page): Promise<string[]> {
  const axe = readFileSync(
    createRequire(import.meta.url).resolve("axe-core"),
    "utf8",
  );
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: loaded } = window as unknown as { axe: Axe };
    const { violations } = await loaded.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}
