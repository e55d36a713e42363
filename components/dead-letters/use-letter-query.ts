import { useRouter, useSearchParams } from "next/navigation";
import type { LetterQuery } from "@/lib/queries/dead-letters";
import { LETTER_OUTCOMES } from "@/lib/services/dead-letter/schemas";
import { DEAD_LETTER_CODES } from "@/lib/sync/ledger";

/** Parts of the address: what is looked at survives a reload and can be sent to somebody. */
type Part =
  "sync" | "run" | "code" | "outcome" | "shape" | "state" | "q" | "open";

/** What the address asks for, and how to ask for something else. */
export function useLetterQuery() {
  const router = useRouter();
  const search = useSearchParams();
  const set = (parts: Partial<Record<Part, string | null>>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(parts))
      if (value === null || value === "") next.delete(name);
      else next.set(name, value);
    router.replace(`/dead-letters?${next}`, { scroll: false });
  };
  const state = search.get("state");
  const query: LetterQuery = {
    syncId: search.get("sync"),
    runId: search.get("run"),
    code: DEAD_LETTER_CODES.find((code) => code === search.get("code")) ?? null,
    outcome:
      LETTER_OUTCOMES.find((one) => one === search.get("outcome")) ?? null,
    shape: search.get("shape"),
    q: search.get("q"),
    resolved: state === "all" ? null : state === "resolved",
  };
  return { query, state: state ?? "open", openId: search.get("open"), set };
}
