"use client";
import { useSyncExternalStore } from "react";
import { ExactTime } from "./exact-time";

const never = () => () => undefined;

/** 14:02 of today, or with the day before it; the exact time on hover. */
export function ClockTime({ at }: { at: string }) {
  // The server does not know the reader's clock: until the page is live it says nothing.
  const text = useSyncExternalStore(
    never,
    () => wordsOf(new Date(at), new Date()),
    () => "",
  );
  return <ExactTime at={at}>{text}</ExactTime>;
}

function wordsOf(at: Date, now: Date): string {
  const time = at.toLocaleTimeString("en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  if (at.toDateString() === now.toDateString()) return time;
  const day = at.toLocaleDateString("en", { day: "numeric", month: "long" });
  return `${day}, ${time}`;
}
