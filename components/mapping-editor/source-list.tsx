"use client";
import { Button } from "@/components/ui/button";
import type { Expression } from "@/lib/mapping/expression";
import { PathInput } from "./path-input";

/** Several fields, of which the first that has a value is taken. */
export function SourceList({
  sources,
  paths,
  onChange,
}: {
  sources: readonly Expression[];
  paths: readonly string[];
  onChange: (base: Expression) => void;
}) {
  const replace = (at: number, path: string) =>
    onChange({
      first: sources.map((one, index) => (index === at ? { path } : one)),
    });
  return (
    <div className="grid gap-2">
      {sources.map((one, index) => (
        <div key={index} className="flex items-end gap-1.5">
          <div className="grow">
            <PathInput
              label={index === 0 ? "First" : "Else"}
              value={"path" in one ? one.path : ""}
              paths={paths}
              onChange={(path) => replace(index, path)}
            />
          </div>
          {sources.length > 1 && (
            <Button
              size="sm"
              variant="ghost"
              aria-label={`Remove source ${index + 1}`}
              onClick={() =>
                onChange({ first: sources.filter((_, at) => at !== index) })
              }
            >
              ✕
            </Button>
          )}
        </div>
      ))}
      <div>
        <Button
          size="sm"
          onClick={() => onChange({ first: [...sources, { path: "" }] })}
        >
          + Source
        </Button>
      </div>
    </div>
  );
}
