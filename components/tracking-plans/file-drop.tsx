"use client";
import { cx } from "class-variance-authority";
import { useState, type DragEvent } from "react";

/** Takes a file by choosing or by dropping; the whole area is its control. */
export function FileDrop({
  control,
  fileName,
  onFile,
}: {
  control: { id: string; "aria-describedby": string | undefined };
  fileName: string | null;
  onFile: (file: File) => void;
}) {
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) onFile(file);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={cx(
        "grid cursor-pointer justify-items-center gap-1 rounded-control border border-dashed px-4 py-5 text-center text-sm has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-focus",
        isOver ? "border-focus bg-run-soft" : "border-line-strong bg-sunken",
      )}
    >
      <input
        {...control}
        type="file"
        accept=".json,.csv,.txt,application/json,text/csv"
        className="sr-only"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) onFile(file);
          // So that the same file, once mended, can be chosen again.
          target.value = "";
        }}
      />
      <span className="font-medium [overflow-wrap:anywhere]">
        {fileName ?? "Choose a file"}
      </span>
      <span className="text-xs text-ink-2">
        {fileName === null
          ? "or drop it here: JSON or CSV, up to 15 million characters"
          : "choose or drop another one"}
      </span>
    </label>
  );
}
