"use client";
import { useEffect, useRef, useState } from "react";
import { ROW_PX } from "./layout";

const MARGIN_ROWS = 12;

/** Which rows of a long column are near the screen: only those are drawn. */
export function useWindow(rowCount: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ from: 0, to: 60 });
  useEffect(() => {
    const measure = () => {
      const top = ref.current?.getBoundingClientRect().top ?? 0;
      const from = Math.max(0, Math.floor(-top / ROW_PX) - MARGIN_ROWS);
      const to =
        from + Math.ceil(window.innerHeight / ROW_PX) + 2 * MARGIN_ROWS;
      setRange((known) =>
        known.from === from && known.to === to ? known : { from, to },
      );
    };
    measure();
    // Captured, since a scrolled box's own event does not bubble.
    const scrolled = { passive: true, capture: true };
    window.addEventListener("scroll", measure, scrolled);
    window.addEventListener("resize", measure);
    return () => {
      window.removeEventListener("scroll", measure, scrolled);
      window.removeEventListener("resize", measure);
    };
  }, [rowCount]);
  return { ref, from: range.from, to: Math.min(rowCount, range.to) };
}
