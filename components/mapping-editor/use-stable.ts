"use client";
import { useCallback, useLayoutEffect, useRef } from "react";

/**
 * The same function at each render, which calls the newest one: for rows that
 * are drawn again only when something of their own has changed.
 */
export function useStable<Arguments extends unknown[], Result>(
  newest: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const current = useRef(newest);
  useLayoutEffect(() => {
    current.current = newest;
  });
  return useCallback((...given: Arguments) => current.current(...given), []);
}
