import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "../../e2e/find-browser";
import { signIn } from "../../e2e/sluice";
import { prepareSluice } from "../../tests/system/running-sluice";
import { lessIsBetter, medianOf, type Bench, type BenchResult } from "../bench";
import * as measure from "./measure";
import { makeWideSync } from "./wide-sync";

/** What the editor promises: it follows the hand. */
const GOALS_MS = { opening: 2_500, frame: 32, key: 100, undo: 100 };

/** Medians of several, since these machines are shared. */
const ROUNDS = 3;

/** The mapping editor with 200 mapped fields of 5,000, in a browser. */
export const pagesBench: Bench = {
  name: "pages",
  async run(): Promise<BenchResult[]> {
    const sluice = await prepareSluice();
    await sluice.start();
    try {
      const id = await makeWideSync(sluice);
      return await inBrowser(sluice.url, (page) => measureEditor(page, id));
    } finally {
      await sluice.stop("SIGTERM");
      await sluice.remove();
    }
  },
};

async function measureEditor(page: Page, id: string): Promise<BenchResult[]> {
  const opening = await measure.openingMs(page, `/syncs/${id}/mapping`);
  const rounds: BenchResult[][] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await measureGestures(page));
  const [first = []] = rounds;
  return [
    lessIsBetter("editor-open", "ms (median)", opening, {
      goal: GOALS_MS.opening,
    }),
    ...first.map((_, at) =>
      medianOf(rounds.flatMap((round) => round[at] ?? [])),
    ),
  ];
}

async function measureGestures(page: Page): Promise<BenchResult[]> {
  const row = (name: string, ours: number, goal: number) =>
    lessIsBetter(name, "ms (p95)", ours, { goal });
  return [
    row("editor-sources", await measure.sourceScrollMs(page), GOALS_MS.frame),
    row("editor-targets", await measure.targetScrollMs(page), GOALS_MS.frame),
    row("editor-search", await measure.searchKeyMs(page), GOALS_MS.key),
    row("editor-drag", await measure.dragFrameMs(page), GOALS_MS.frame),
    row("editor-undo", await measure.undoMs(page), GOALS_MS.undo),
  ];
}

/** A signed-in page, in which measuring has begun before its own scripts run. */
async function inBrowser<T>(
  baseURL: string,
  run: (page: Page) => Promise<T>,
): Promise<T> {
  const browser = await chromium.launch({
    executablePath: findBrowser(console.error),
    args: BROWSER_ARGS,
  });
  try {
    const viewport = { width: 1440, height: 900 };
    const context = await browser.newContext({ baseURL, viewport });
    const path = fileURLToPath(new URL("in-page.mjs", import.meta.url));
    await context.addInitScript({ path });
    const page = await context.newPage();
    await signIn(page);
    return await run(page);
  } finally {
    await browser.close();
  }
}
