/** The product's mark: the character 全 as a seal. */
export function Seal({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" style={{ flex: "none" }}>
      <rect x="1" y="1" width="30" height="30" rx="6" fill="#b3402c" />
      <g fill="none" stroke="#fdfbf5" strokeWidth="2.3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M16 5.5 6.5 13.5M16 5.5l9.5 8M10 15.5h12M11 20h10M8 25.5h16M16 15.5v10" />
      </g>
    </svg>
  );
}
