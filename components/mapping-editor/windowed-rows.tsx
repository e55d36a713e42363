"use client";
import type { ReactNode } from "react";
import { ROW_PX } from "./layout";
import { useWindow } from "./use-window";

/** A column of rows of one height, of which only those near the screen are drawn. */
export function WindowedRows<Row extends { path: string }>({
  label,
  rows,
  children,
}: {
  label: string;
  rows: readonly Row[];
  children: (row: Row) => ReactNode;
}) {
  const { ref, from, to } = useWindow(rows.length);
  return (
    <div
      ref={ref}
      role="list"
      aria-label={label}
      className="relative"
      style={{ height: rows.length * ROW_PX }}
    >
      {rows.slice(from, to).map((row, index) => (
        <div
          key={row.path}
          role="listitem"
          className="absolute inset-x-0"
          style={{ top: (from + index) * ROW_PX }}
        >
          {children(row)}
        </div>
      ))}
    </div>
  );
}
