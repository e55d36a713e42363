"use client";
import { Input } from "@/components/ui/field";

/** Finds fields of the call by name, description, or what they are made from. */
export function TargetSearch({
  count,
  search,
  onSearch,
}: {
  count: number;
  search: string;
  onSearch: (text: string) => void;
}) {
  return (
    <Input
      aria-label={`Search ${count} fields of the call`}
      placeholder={`Search ${count} fields`}
      value={search}
      onChange={({ target }) => onSearch(target.value)}
      className="h-7"
    />
  );
}
