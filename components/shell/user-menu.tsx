"use client";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";
import { chooseTheme, themes } from "./theme";
import { useSession } from "./session";

const itemClasses =
  "flex w-full items-center rounded-[5px] px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-sunken";

/** Whose workspace this is, the theme, and the way out. */
export function UserMenu() {
  const { user, workspace, sandboxUrl } = useSession();
  return (
    <div className="md:mt-2 md:border-t md:border-line md:pt-2">
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="flex w-full items-center gap-2 rounded-control p-1.5 text-left text-sm hover:bg-sunken">
          <span
            aria-hidden
            className="grid size-6 flex-none place-items-center rounded-control bg-heap-soft text-[11px] font-[650] text-heap"
          >
            {workspace.name.slice(0, 2).toUpperCase()}
          </span>
          <span className="min-w-0 max-md:sr-only">
            <span className="block truncate font-medium">{workspace.name}</span>
            <span className="block truncate text-xs text-ink-3">
              {user.email}
            </span>
          </span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={6}
            collisionPadding={8}
            className="z-50 min-w-48 rounded-surface border border-line bg-surface p-1 shadow-float"
          >
            <DropdownMenu.Label className="px-2 py-1 text-xs text-ink-3">
              {user.email}
            </DropdownMenu.Label>
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            <DropdownMenu.Item asChild className={itemClasses}>
              <Link href="/settings/api-keys">API keys</Link>
            </DropdownMenu.Item>
            {sandboxUrl !== null && (
              <DropdownMenu.Item asChild className={itemClasses}>
                <a href={sandboxUrl} target="_blank" rel="noreferrer">
                  What arrived in the sandbox
                </a>
              </DropdownMenu.Item>
            )}
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            {themes.map(({ value, label }) => (
              <DropdownMenu.Item
                key={value}
                className={itemClasses}
                onSelect={() => chooseTheme(value)}
              >
                {label}
              </DropdownMenu.Item>
            ))}
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            <DropdownMenu.Item
              className={itemClasses}
              onSelect={() => void signOut({ callbackUrl: "/sign-in" })}
            >
              Sign out
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </div>
  );
}
