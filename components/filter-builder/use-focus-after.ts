"use client";
import { useEffect, useRef, type RefObject } from "react";

/** Focuses what a selector finds in an element, once what was just changed is drawn. */
export function useFocusAfter(within: RefObject<HTMLElement | null>) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const found = within.current?.querySelector<HTMLElement>(wanted.current);
    wanted.current = null;
    found?.focus();
  });
  return (selector: string) => {
    wanted.current = selector;
  };
}
