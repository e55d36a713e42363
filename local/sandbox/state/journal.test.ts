import { appendFileSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openJournal } from "./journal";
import { encodeEntry, type JournalEntry } from "./journal-entry";

const folder = mkdtempSync(join(tmpdir(), "sandbox-journal-"));
const path = join(folder, "test.journal");

afterEach(() => {
  rmSync(path, { force: true });
});

function anEntry(count: number, dropped: Record<string, number> = {}) {
  return {
    hashes: Uint32Array.from({ length: count * 2 }, (_, at) => at * 7),
    tally: { accepted: count, duplicates: 1, throttled: false, dropped },
  };
}

function readAll(): JournalEntry[] {
  const entries: JournalEntry[] = [];
  openJournal(path, (entry) => entries.push(entry)).close();
  return entries;
}

describe("the journal", () => {
  it("gives back what was appended, in order", () => {
    const written = [anEntry(0), anEntry(3, { too_large: 2 }), anEntry(2_500)];
    const journal = openJournal(path, () => undefined);
    for (const entry of written) journal.append(entry);
    journal.close();
    expect(readAll()).toEqual(written);
  });

  it("reads a file that is longer than one window", () => {
    const journal = openJournal(path, () => undefined);
    for (let at = 0; at < 300; at += 1) journal.append(anEntry(2_500));
    journal.close();
    expect(statSync(path).size).toBeGreaterThan(5_000_000);
    expect(readAll()).toHaveLength(300);
  });

  it("cuts off a torn end and goes on behind the last whole entry", () => {
    const journal = openJournal(path, () => undefined);
    journal.append(anEntry(2));
    journal.close();
    appendFileSync(path, encodeEntry(anEntry(5)).subarray(0, 40));
    expect(readAll()).toEqual([anEntry(2)]);

    const again = openJournal(path, () => undefined);
    again.append(anEntry(1));
    again.close();
    expect(readAll()).toEqual([anEntry(2), anEntry(1)]);
  });

  it("is empty after it was cleared", () => {
    const journal = openJournal(path, () => undefined);
    journal.append(anEntry(2));
    journal.clear();
    journal.append(anEntry(1));
    journal.close();
    expect(readAll()).toEqual([anEntry(1)]);
  });
});
