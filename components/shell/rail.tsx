"use client";
import { cx } from "class-variance-authority";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { Icon } from "@/components/ui/icon";
import { Brand } from "./brand";
import { OpenAlertCount, useOpenAlertCount } from "./open-alert-count";
import { places } from "./places";
import { UserMenu } from "./user-menu";

/** The main navigation: a rail at the left, a row on narrow screens. */
export function Rail({ onSearch }: { onSearch: () => void }) {
  const pathname = usePathname();
  const openCount = useOpenAlertCount();
  const here = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the row is longer than the screen.
  useEffect(() => {
    here.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname, openCount]);
  return (
    <div className="sticky top-0 z-30 flex items-center gap-1 border-b border-line bg-bg p-2 md:h-screen md:flex-col md:items-stretch md:gap-0.5 md:border-b-0 md:px-2.5 md:py-3.5">
      <Link href="/" className="px-2 pb-3.5 max-md:hidden">
        <Brand />
      </Link>
      <nav
        aria-label="Main"
        className="flex min-w-0 grow gap-0.5 max-md:overflow-x-auto md:flex-col"
      >
        {places.map(({ href, label, icon }) => {
          const isHere =
            href === "/" ? pathname === "/" : pathname.startsWith(href);
          return (
            <Link
              key={href}
              href={href}
              ref={isHere ? here : undefined}
              aria-current={isHere ? "page" : undefined}
              className={cx(
                "relative flex flex-none items-center gap-2.5 rounded-control px-1 py-1.5 text-xs font-medium md:px-2 md:text-sm",
                isHere
                  ? "bg-sunken text-ink"
                  : "text-ink-2 hover:bg-sunken hover:text-ink",
              )}
            >
              <span className="max-md:hidden">
                <Icon name={icon} />
              </span>
              {label}
              {href === "/alerts" && <OpenAlertCount count={openCount} />}
            </Link>
          );
        })}
      </nav>
      <button
        type="button"
        onClick={onSearch}
        aria-keyshortcuts="Meta+K Control+K"
        className="flex flex-none items-center gap-2.5 rounded-control px-2 py-1.5 text-sm font-medium text-ink-2 hover:bg-sunken hover:text-ink"
      >
        <Icon name="search" />
        <span className="grow text-left max-md:sr-only">
          Find<span className="sr-only"> anything</span>
        </span>
        <kbd aria-hidden className="font-sans text-xs text-ink-3 max-md:hidden">
          ⌘K
        </kbd>
      </button>
      <UserMenu />
    </div>
  );
}
