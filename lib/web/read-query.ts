/** The parameters of a request's query; empty ones count as absent, of repeated ones the last counts. */
export function readQuery(request: Request): Record<string, string> {
  return Object.fromEntries([...new URL(request.url).searchParams].filter(([, value]) => value !== ""));
}
