"use client";
import { signOut } from "next-auth/react";
import { DropdownMenu } from "radix-ui";
import { chooseTheme, themes } from "./theme";
import { useSession } from "./session";

const itemClasses =
  "flex w-full items-center rounded-[5px] px-2 py-1.5 text-sm outline-none select-none data-highlighted:bg-sunken";

/** Whose workspace this is, the theme, and the way out. */
export function UserMenu() {
  const { user, workspace } = useSession();
  return (
    <div className="md:border-line md:mt-2 md:border-t md:pt-2">
      <DropdownMenu.Root>
        <DropdownMenu.Trigger
          aria-label={`${workspace.name}, ${user.email}`}
          className="rounded-control hover:bg-sunken flex w-full items-center gap-2 p-1.5 text-left text-sm"
        >
          <span className="rounded-control bg-heap-soft text-heap grid size-6 flex-none place-items-center text-[11px] font-[650]">
            {workspace.name.slice(0, 2).toUpperCase()}
          </span>
          <span className="min-w-0 max-md:hidden">
            <span className="block truncate font-medium">{workspace.name}</span>
            <span className="text-ink-3 block truncate text-xs">
              {user.email}
            </span>
          </span>
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            align="start"
            sideOffset={6}
            collisionPadding={8}
            className="rounded-surface border-line bg-surface shadow-float z-50 min-w-48 border p-1"
          >
            <DropdownMenu.Label className="text-ink-3 px-2 py-1 text-xs">
              {user.email}
            </DropdownMenu.Label>
            <DropdownMenu.Separator className="bg-line my-1 h-px" />
            {themes.map(({ value, label }) => (
              <DropdownMenu.Item
                key={value}
                className={itemClasses}
                onSelect={() => chooseTheme(value)}
              >
                {label}
              </DropdownMenu.Item>
            ))}
            <DropdownMenu.Separator className="bg-line my-1 h-px" />
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
