const PATHS = {
  overview: <path d="M3 11.5 12 4l9 7.5M5.5 9.8V20h13V9.8" />,
  syncs: (
    <path d="M4 12a8 8 0 0 1 13.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 0 1-13.7 5.6L4 15.5M4 20v-4.5h4.5" />
  ),
  templates: (
    <>
      <rect x="4" y="4" width="7" height="7" rx="1.5" />
      <rect x="13" y="4" width="7" height="7" rx="1.5" />
      <rect x="4" y="13" width="7" height="7" rx="1.5" />
      <rect x="13" y="13" width="7" height="7" rx="1.5" />
    </>
  ),
  runs: <path d="M4 6h10M4 12h16M4 18h7" />,
  deadLetters: <path d="M4 6h16v12H4zM4 7l8 6 8-6" />,
  connections: <path d="M9 7V3M15 7V3M7 7h10v4a5 5 0 0 1-10 0zM12 16v5" />,
  plans: (
    <path d="M9 4H6.5A1.500 1.500 0 0 0 5 5.500v13A1.500 1.500 0 0 0 6.500 20h11a1.500 1.500 0 0 0 1.500-1.500v-13A1.500 1.500 0 0 0 17.500 4H15M9 3h6v3.500H9zM8.500 13.500l2.500 2.500 4.500-5" />
  ),
  alerts: (
    <path d="M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 2h-15zM10 20.500a2.100 2.100 0 0 0 4 0" />
  ),
  unfold: <path d="m9 6 6 6-6 6" />,
  more: <path d="m6 9.500 6 6 6-6" />,
  filter: <path d="M4 5h16l-6.500 8v6l-3-1.500V13z" />,
  map: <path d="M5 8h9M5 12h14M5 16h6" />,
  check: <path d="m5 12.500 4.500 4.500L19 7.500" />,
  cross: <path d="M6 6l12 12M18 6 6 18" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6" />
      <path d="m20 20-4.500-4.500" />
    </>
  ),
} as const;
export type IconName = keyof typeof PATHS;

/** Decorative: the words beside it say the same. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      aria-hidden
      className="flex-none fill-none stroke-current"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {PATHS[name]}
    </svg>
  );
}
