"use client";
import { plainText } from "@/components/mapping-editor/plain-text";
import { JsonView } from "@/components/ui/json-view";
import type { JsonObject } from "@/lib/shared/json";
import { parsePath, readPath } from "@/lib/shared/json-path";
import { useBuilder } from "./builder-context";
import { isGroup, partsOf, type Group } from "./filter-tree";

const SHOWN = 3;

/** The first few records that the filter takes, and that it leaves out, with what it looks at. */
export function MatchLists() {
  const { matches, root, material } = useBuilder();
  if (matches === null) return null;
  const paths = pathsShown(root, material.namePath);
  return (
    <div className="grid max-h-[34vh] flex-none gap-4 overflow-y-auto border-t border-line py-3 md:grid-cols-2">
      <List title="Match" records={matches.taken} paths={paths} />
      <List title="Left out" records={matches.left} paths={paths} />
    </div>
  );
}

function List({
  title,
  records,
  paths,
}: {
  title: string;
  records: readonly JsonObject[];
  paths: readonly string[];
}) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-1 text-xs font-semibold text-ink-2">
        {title}
        {records.length > SHOWN && `: the latest ${SHOWN} of ${records.length}`}
      </h3>
      {records.length === 0 && <p className="text-sm text-ink-2">None.</p>}
      <ul className="grid gap-1">
        {records.slice(0, SHOWN).map((record, index) => (
          <li key={index} className="min-w-0">
            <details>
              <summary className="truncate text-sm">
                {paths.map((path) => (
                  <span key={path} className="mr-3">
                    <span className="text-xs text-ink-3">{path}</span>{" "}
                    <span className="font-medium">{shown(record, path)}</span>
                  </span>
                ))}
              </summary>
              <JsonView label="The record" value={record} />
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What tells records apart, and then what the filter asks for. */
function pathsShown(root: Group, namePath: string | null): string[] {
  const asked = partsOf(root).flatMap((part) =>
    isGroup(part) || parsePath(part.path) === null ? [] : [part.path],
  );
  const named = namePath === null ? [] : [namePath];
  return [...new Set([...named, ...asked, "identity"])];
}

function shown(record: JsonObject, path: string): string {
  const value = readPath(record, parsePath(path) ?? []);
  return value === undefined ? "nothing" : plainText(value);
}
