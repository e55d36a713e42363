"use client";
import {
  QueryClient,
  QueryClientProvider,
  type DefaultOptions,
} from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { z } from "zod";
import { ApiError } from "@/lib/queries/api-client";

// The page's content security policy forbids the code that zod would compile.
z.config({ jitless: true });

const FRESH_MS = 1_000;
const RETRIES_MAX = 3;

const options: DefaultOptions = {
  queries: {
    staleTime: FRESH_MS,
    // What was refused stays refused; what can't be reached may come back.
    retry: (count, error) =>
      count < RETRIES_MAX &&
      !(error instanceof ApiError && error.status >= 400 && error.status < 500),
  },
};

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(() => new QueryClient({ defaultOptions: options }));
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
