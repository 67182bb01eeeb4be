import { appendFileSync } from "node:fs";

const FIGURES = ["seconds", "settled", "events", "deliveries", "received", "duplicates", "unrecorded", "bound", "more"] as const;

/** Notes what a case came to, for the table at the end. */
export function report(name: string, figures: Partial<Record<(typeof FIGURES)[number], number | string>>): void {
  const row = Object.fromEntries(FIGURES.map((key) => [key, figures[key] ?? ""]));
  appendFileSync(process.env.AVISO_CHAOS_REPORT!, `${JSON.stringify({ case: name, ...row })}\n`);
}
