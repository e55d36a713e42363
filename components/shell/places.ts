import type { IconName } from "@/components/ui/icon";

/** Where one can go: the rail and the palette show the same. */
export const places: { href: string; label: string; icon: IconName }[] = [
  { href: "/", label: "Overview", icon: "overview" },
  { href: "/syncs", label: "Syncs", icon: "syncs" },
  { href: "/templates", label: "Templates", icon: "templates" },
  { href: "/runs", label: "Runs", icon: "runs" },
  { href: "/dead-letters", label: "Dead letters", icon: "deadLetters" },
  { href: "/connections", label: "Connections", icon: "connections" },
  { href: "/tracking-plans", label: "Tracking plans", icon: "plans" },
  { href: "/alerts", label: "Alerts", icon: "alerts" },
];

/** What is set once: in the user menu and the palette. */
export const settingsPlaces: { href: string; label: string }[] = [
  { href: "/settings/api-keys", label: "API keys" },
  { href: "/settings/alert-channels", label: "Alert channels" },
];
