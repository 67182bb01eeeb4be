/** Aviso's mark: a signal that leaves a point. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className={className ?? "size-6"}>
      <rect width="24" height="24" rx="6" className="fill-primary" />
      <path d="M7.5 16.5 12 7l4.5 9.5M9.4 13.2h5.2" fill="none" stroke="white" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
