const YEAR_SECONDS = 31_536_000;

export const themes = [
  { value: "light", label: "Light theme" },
  { value: "dark", label: "Dark theme" },
  { value: "system", label: "Theme of this device" },
] as const;
export type Theme = (typeof themes)[number]["value"];

/** Takes effect at once, and is known to the server at the next page. */
export function chooseTheme(theme: Theme): void {
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
