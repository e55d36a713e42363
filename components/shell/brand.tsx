/** Violet flows into Sluice, green flows out. */
export function Brand() {
  return (
    <span className="flex items-center gap-2.5 font-[650] tracking-[-0.01em]">
      <svg width="22" height="22" viewBox="0 0 24 24" aria-hidden>
        <rect width="24" height="24" rx="6" fill="var(--ink)" />
        <path
          d="M5 8c4 0 4 3.5 7 3.5S15.500 8 19 8"
          stroke="light-dark(#a596ff, #6046d9)"
          strokeWidth="2"
          fill="none"
          strokeLinecap="round"
        />
        <path
          d="M5 14.5c4 0 4 3 7 3s3.500-3 7-3"
          stroke="light-dark(#4fd3a2, #0b7a57)"
          strokeWidth="2"
          fill="none"
          strokeLinecap="round"
        />
      </svg>
      Sluice
    </span>
  );
}
