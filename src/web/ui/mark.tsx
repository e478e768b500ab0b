/** The sign of Lanekeeper: a lane, seen from above. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <rect width="24" height="24" rx="6" fill="#0b7a75" />
      <path d="M8.6 5 5 19M15.4 5 19 19" stroke="#fff" strokeWidth="2" strokeLinecap="round" fill="none" />
      <path
        d="M12 5.4v2.4M12 11v3M12 17v2.2"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        opacity=".75"
      />
    </svg>
  );
}
