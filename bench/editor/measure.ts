import type { Page } from "@playwright/test";
import { median, percentile95 } from "../bench";

const OPENED_TIMES = 5;
const SCROLL_STEP_PX = 600;
const TARGET_SCROLL_STEP_PX = 60;
const KEY_EVERY_MS = 120;
const DRAG_MOVES = 240;
const UNDONE = 24;
/** Long enough for the last entries of the browser's own measurements. */
const REST_MS = 800;

/** How long the editor takes to open: the median, since the first time fills caches. */
export async function openingMs(page: Page, path: string): Promise<number> {
  const times: number[] = [];
  for (let time = 0; time < OPENED_TIMES; time += 1) {
    await page.goto(path);
    times.push(await page.evaluate<number>("sluiceBench.readyMs"));
  }
  await page.waitForTimeout(REST_MS);
  return median(times);
}

/** A frame while the page is scrolled past all of the source column. */
export async function sourceScrollMs(page: Page): Promise<number> {
  return percentile95(
    await page.evaluate<number[]>(
      `sluiceBench.scroll(${SCROLL_STEP_PX}, Infinity)`,
    ),
  );
}

/** A frame while it is scrolled past all of the target column, which is shorter, slowly. */
export async function targetScrollMs(page: Page): Promise<number> {
  const lengthPx = await page
    .getByRole("list", { name: "Fields of the call" })
    .evaluate(
      (column) => column.getBoundingClientRect().bottom + window.scrollY,
    );
  return percentile95(
    await page.evaluate<number[]>(
      `sluiceBench.scroll(${TARGET_SCROLL_STEP_PX}, ${lengthPx})`,
    ),
  );
}

/** From a key in the search to the paint after it. */
export async function searchKeyMs(page: Page): Promise<number> {
  await page.evaluate("window.scrollTo(0, 0)");
  await page.getByLabel(/^Search [\d,]+ fields$/).click();
  const rounds = ["field_12", "value 4"].flatMap((words) => [
    ...Array.from(words),
    ...Array<string>(words.length).fill("Backspace"),
  ]);
  await page.evaluate("sluiceBench.takeKeys(0)");
  for (const key of rounds) {
    await page.keyboard.press(key === " " ? "Space" : key);
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  return takeKeys(page, rounds.length);
}

/** A frame while a field is dragged to and fro across the board. */
export async function dragFrameMs(page: Page): Promise<number> {
  const from = await boxOf(page, "source");
  const to = await boxOf(page, "target");
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y + 20, { steps: 3 });
  await page.evaluate("sluiceBench.startFrames()");
  for (let move = 0; move < DRAG_MOVES; move += 1) {
    const way = (1 - Math.cos((move / 60) * 2 * Math.PI)) / 2;
    const down = ((move * 7) % 400) - 40;
    const x = from.x + 60 + way * (to.x - from.x);
    await page.mouse.move(x, from.y + Math.max(20, down));
  }
  const frames = await page.evaluate<number[]>("sluiceBench.stopFrames()");
  await page.keyboard.press("Escape");
  await page.mouse.up();
  return percentile95(frames);
}

/** From the press that undoes a change to the paint after it. */
export async function undoMs(page: Page): Promise<number> {
  for (let change = 0; change < UNDONE; change += 1)
    await changeField(page, change);
  await page.evaluate("document.activeElement.blur()");
  await page.waitForTimeout(REST_MS);
  await page.evaluate("sluiceBench.takeKeys(0)");
  for (let press = 0; press < UNDONE; press += 1) {
    await page.keyboard.press("Control+z");
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  return takeKeys(page, UNDONE);
}

/** Picks a field up and puts it into another of those at the top. */
async function changeField(page: Page, change: number): Promise<void> {
  await page
    .locator("[data-source]")
    .nth(change % 8)
    .click();
  await page
    .locator("[data-target]")
    .nth(4 + (change % 5))
    .click();
}

/** The slowest of a press's events stand for it: modifiers are keys of their own and quick. */
async function takeKeys(page: Page, presses: number): Promise<number> {
  await page.waitForTimeout(REST_MS);
  const keys = await page.evaluate<number[]>(
    `sluiceBench.takeKeys(${presses})`,
  );
  return percentile95(keys.toSorted((a, b) => b - a).slice(0, presses));
}

async function boxOf(page: Page, kind: "source" | "target") {
  const box = await page.locator(`[data-${kind}]`).nth(6).boundingBox();
  if (box === null) throw new Error(`No ${kind} is on the screen.`);
  return box;
}
