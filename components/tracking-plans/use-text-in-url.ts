import { useSearchParams } from "next/navigation";
import { useState } from "react";

/** A text that is typed on this page and kept in its address, without asking the server at each letter. */
export function useTextInUrl(
  name: string,
): [text: string, setText: (text: string) => void] {
  const [text, setText] = useState(useSearchParams().get(name) ?? "");
  const change = (next: string) => {
    setText(next);
    const url = new URL(window.location.href);
    if (next.trim() === "") url.searchParams.delete(name);
    else url.searchParams.set(name, next);
    window.history.replaceState(null, "", url);
  };
  return [text, change];
}
