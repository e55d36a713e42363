"use client";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";

const HOUR_MS = 3_600_000;

type Choice = { label: string; until: () => Date | null };

const TIMES: readonly Choice[] = [
  { label: "For 1 hour", until: () => new Date(Date.now() + HOUR_MS) },
  { label: "For 8 hours", until: () => new Date(Date.now() + 8 * HOUR_MS) },
  { label: "Until tomorrow, 9:00", until: tomorrowAtNine },
];
const UNTIL_RECOVERED: Choice = {
  label: "Until it has recovered",
  until: () => null,
};

/** For how long something should be silent; `canWait`: it may be until an alert has recovered. */
export function MuteMenu({
  label,
  canWait,
  isBusy,
  size = "sm",
  onMute,
}: {
  label: string;
  canWait: boolean;
  isBusy: boolean;
  size?: "sm" | "md";
  onMute: (until: string | null) => void;
}) {
  const choices = canWait ? [...TIMES, UNTIL_RECOVERED] : TIMES;
  return (
    <Menu
      align="end"
      trigger={
        <Button size={size} isBusy={isBusy}>
          {label}
        </Button>
      }
    >
      {choices.map((choice) => (
        <MenuItem
          key={choice.label}
          onSelect={() => onMute(choice.until()?.toISOString() ?? null)}
        >
          {choice.label}
        </MenuItem>
      ))}
    </Menu>
  );
}

/** Of the reader's day. */
function tomorrowAtNine(): Date {
  const at = new Date();
  at.setDate(at.getDate() + 1);
  at.setHours(9, 0, 0, 0);
  return at;
}
