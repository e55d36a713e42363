"use client";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/field";
import { FilterSelect } from "@/components/ui/filter-select";
import { LETTER_OUTCOMES } from "@/lib/services/dead-letter/schemas";
import type { SyncDto } from "@/lib/services/sync/schemas";
import { DEAD_LETTER_CODES } from "@/lib/sync/ledger";
import { CODE_WORDS, LETTER_OUTCOME_WORDS } from "./letter-words";
import { useLetterQuery } from "./use-letter-query";

const SETTLE_MS = 300;
const STATES = [
  { value: "open", word: "Open" },
  { value: "resolved", word: "Resolved" },
  { value: "all", word: "Open and resolved" },
];

/** What is looked at; all of it is in the address. */
export function LetterFilters({ syncs }: { syncs: SyncDto[] }) {
  const { query, state, set } = useLetterQuery();
  const isNarrowed =
    Object.entries(query).some(
      ([name, value]) => name !== "resolved" && value !== null,
    ) || state !== "open";
  return (
    <div className="flex flex-wrap items-center gap-2">
      <FilterSelect
        label="Sync"
        all="All syncs"
        value={query.syncId ?? ""}
        options={syncs.map(({ id, name }) => ({ value: id, word: name }))}
        onChange={(sync) => set({ sync, shape: null, run: null, open: null })}
      />
      <FilterSelect
        label="Outcome"
        all="Any outcome"
        value={query.outcome ?? ""}
        options={LETTER_OUTCOMES.map((value) => ({
          ...{ value, word: LETTER_OUTCOME_WORDS[value].word },
        }))}
        onChange={(outcome) => set({ outcome, shape: null, open: null })}
      />
      <FilterSelect
        label="Code"
        all="Any code"
        value={query.code ?? ""}
        options={DEAD_LETTER_CODES.map((value) => ({
          ...{ value, word: CODE_WORDS[value] },
        }))}
        onChange={(code) => set({ code, shape: null, open: null })}
      />
      <FilterSelect
        label="State"
        value={state}
        options={STATES}
        onChange={(value) =>
          set({ state: value === "open" ? null : value, open: null })
        }
      />
      <SearchInput />
      {query.runId !== null && (
        <Button size="sm" onClick={() => set({ run: null })}>
          Of one run <span aria-hidden>×</span>
          <span className="sr-only">: show those of all runs</span>
        </Button>
      )}
      {isNarrowed && (
        <Button
          variant="ghost"
          onClick={() =>
            set({
              ...{ sync: null, run: null, code: null, outcome: null },
              ...{ shape: null, state: null, q: null, open: null },
            })
          }
        >
          Clear
        </Button>
      )}
    </div>
  );
}

/** Asks once the typing pauses; follows the address where that changes by itself. */
function SearchInput() {
  const { query, set } = useLetterQuery();
  const given = query.q ?? "";
  const [typed, setTyped] = useState({ text: given, of: given });
  const text = typed.of === given ? typed.text : given;
  useEffect(() => {
    if (text.trim() === given) return;
    const timer = setTimeout(
      () => set({ q: text.trim(), open: null }),
      SETTLE_MS,
    );
    return () => clearTimeout(timer);
  });
  return (
    <Input
      type="search"
      aria-label="Find an id, person, message or value"
      placeholder="Find an id, person, value …"
      className="max-w-60"
      value={text}
      onChange={({ target }) => setTyped({ text: target.value, of: given })}
    />
  );
}
