/** The product's mark: lines of a log, the last one sealed. */
export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden style={{ flex: 'none' }}>
      <rect width="24" height="24" rx="6" fill="var(--ink)" />
      <g stroke="var(--bg)" strokeWidth="1.8" strokeLinecap="round">
        <path d="M6.5 8h11M6.5 12h7M6.5 16h4.5" />
      </g>
      <circle cx="16.4" cy="15.8" r="1.7" fill="var(--bg)" />
    </svg>
  );
}
