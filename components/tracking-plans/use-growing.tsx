"use client";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ledger/outcomes";

const STEP = 80;
/** Rows are drawn before the reader reaches them. */
const AHEAD_PX = 900;

/**
 * The first of many rows, and more as the reader nears their end, so that a
 * long list is there at once. `end` goes after them.
 */
export function useGrowing<Row>(rows: readonly Row[]) {
  const [count, setCount] = useState(STEP);
  const ref = useRef<HTMLDivElement>(null);
  const left = rows.length - count;
  useEffect(() => {
    const mark = ref.current;
    if (mark === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) setCount((now) => now + STEP);
      },
      { rootMargin: `${AHEAD_PX}px` },
    );
    observer.observe(mark);
    return () => observer.disconnect();
    // Observed anew after each step: the end may still be near.
  }, [count, left]);
  return {
    shown: rows.slice(0, count),
    end: left > 0 && (
      <div ref={ref} className="border-t border-line p-3 text-center">
        <Button size="sm" onClick={() => setCount(count + STEP)}>
          Show more of {formatCount(rows.length)}
        </Button>
      </div>
    ),
  };
}
