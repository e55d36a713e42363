"use client";
import { useEffect, useState, type ReactNode } from "react";
import { CommandPalette } from "./command-palette";
import { Providers } from "./providers";
import { Rail } from "./rail";
import { useRowKeys } from "./row-keys";
import { SessionProvider, type Session } from "./session";

/** What surrounds every signed-in page. */
export function AppShell({
  session,
  children,
}: {
  session: Session;
  children: ReactNode;
}) {
  const [isSearching, setIsSearching] = useState(false);
  useRowKeys();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setIsSearching((isOpen) => !isOpen);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <Providers>
      <SessionProvider session={session}>
        <a
          href="#main"
          className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-accent focus:px-3 focus:py-1.5 focus:text-on-accent"
        >
          Skip to the page
        </a>
        <div className="min-h-screen md:grid md:grid-cols-[216px_minmax(0,1fr)]">
          <div className="contents border-line md:block md:border-r">
            <Rail onSearch={() => setIsSearching(true)} />
          </div>
          <main
            id="main"
            className="w-full max-w-[1224px] px-4 pt-4 pb-14 md:px-8 md:pt-[22px]"
          >
            {children}
          </main>
        </div>
        {isSearching && (
          <CommandPalette onClose={() => setIsSearching(false)} />
        )}
      </SessionProvider>
    </Providers>
  );
}
