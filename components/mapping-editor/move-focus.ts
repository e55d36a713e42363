import type { KeyboardEvent } from "react";

/** The arrows go up and down among the elements of one kind: those that carry `data-<kind>`. */
export function moveFocus(
  event: KeyboardEvent,
  within: ParentNode,
  kinds: readonly string[],
): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const { target } = event;
  if (!(target instanceof HTMLElement) || event.altKey) return;
  const kind = kinds.find((one) => target.dataset[one] !== undefined);
  if (kind === undefined) return;
  const all = [...within.querySelectorAll<HTMLElement>(`[data-${kind}]`)];
  const next = all[all.indexOf(target) + (event.key === "ArrowDown" ? 1 : -1)];
  event.preventDefault();
  next?.focus();
}
