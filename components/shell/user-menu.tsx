"use client";
import Link from "next/link";
import { signOut } from "next-auth/react";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { settingsPlaces } from "./places";
import { chooseTheme, themes } from "./theme";
import { useSession } from "./session";

/** Whose workspace this is, the theme, and the way out. */
export function UserMenu() {
  const { user, workspace, sandboxUrl } = useSession();
  return (
    <div className="md:mt-2 md:border-t md:border-line md:pt-2">
      <Menu
        trigger={
          <button
            type="button"
            className="flex w-full items-center gap-2 rounded-control p-1.5 text-left text-sm hover:bg-sunken"
          >
            <span
              aria-hidden
              className="grid size-6 flex-none place-items-center rounded-control bg-heap-soft text-[11px] font-[650] text-heap"
            >
              {workspace.name.slice(0, 2).toUpperCase()}
            </span>
            <span className="min-w-0 max-md:sr-only">
              <span className="block truncate font-medium">
                {workspace.name}
              </span>
              <span className="block truncate text-xs text-ink-3">
                {user.email}
              </span>
            </span>
          </button>
        }
      >
        <MenuGroup title={user.email}>
          {settingsPlaces.map(({ href, label }) => (
            <MenuItem key={href} asChild>
              <Link href={href}>{label}</Link>
            </MenuItem>
          ))}
          {sandboxUrl !== null && (
            <MenuItem asChild>
              <a href={sandboxUrl} target="_blank" rel="noreferrer">
                What arrived in the sandbox
              </a>
            </MenuItem>
          )}
        </MenuGroup>
        <MenuSeparator />
        {themes.map(({ value, label }) => (
          <MenuItem key={value} onSelect={() => chooseTheme(value)}>
            {label}
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => void signOut({ callbackUrl: "/sign-in" })}>
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
