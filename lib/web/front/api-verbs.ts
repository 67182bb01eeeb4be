/**
 * Every path of the API with its verbs: what the OpenAPI document says (a test holds them together), without the schemas,
 * which this process would keep in memory for nothing. And what stands beside the document.
 */
export const API_VERBS: Readonly<Record<string, string>> = {
  "/api/health": "GET",
  "/api/v1/attention": "GET",
  "/api/v1/attention/acknowledge": "POST",
  "/api/v1/audit-log": "GET",
  "/api/v1/bookmarks": "GET POST",
  "/api/v1/bookmarks/{bookmarkId}": "DELETE",
  "/api/v1/deliveries/resend": "POST",
  "/api/v1/deliveries/{deliveryId}": "GET",
  "/api/v1/deliveries/{deliveryId}/attempts": "GET",
  "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}": "GET",
  "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/check-signature": "POST",
  "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/comparison": "GET",
  "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/curl": "GET",
  "/api/v1/deliveries/{deliveryId}/resend": "POST",
  "/api/v1/event-types": "GET POST",
  "/api/v1/event-types/{name}": "DELETE GET PATCH",
  "/api/v1/events": "GET POST",
  "/api/v1/events/counts": "GET",
  "/api/v1/events/export": "GET",
  "/api/v1/events/timeline": "GET",
  "/api/v1/events/{eventId}": "GET",
  "/api/v1/events/{eventId}/related": "GET",
  "/api/v1/openapi.json": "GET",
  "/api/v1/products": "GET POST",
  "/api/v1/products/{productId}": "GET PATCH",
  "/api/v1/products/{productId}/archive": "POST",
  "/api/v1/products/{productId}/unarchive": "POST",
  "/api/v1/replays": "GET POST",
  "/api/v1/replays/{replayId}": "GET",
  "/api/v1/replays/{replayId}/cancel": "POST",
  "/api/v1/replays/{replayId}/deliveries": "GET",
  "/api/v1/replays/{replayId}/pause": "POST",
  "/api/v1/replays/{replayId}/resume": "POST",
  "/api/v1/replays/{replayId}/start": "POST",
  "/api/v1/scenarios": "GET POST",
  "/api/v1/scenarios/runs": "GET POST",
  "/api/v1/scenarios/runs/{runId}": "GET",
  "/api/v1/scenarios/runs/{runId}/cancel": "POST",
  "/api/v1/scenarios/stories": "GET",
  "/api/v1/scenarios/{scenarioId}": "DELETE",
  "/api/v1/subscriptions": "GET POST",
  "/api/v1/subscriptions/back-test": "POST",
  "/api/v1/subscriptions/check-address": "POST",
  "/api/v1/subscriptions/{id}": "DELETE GET PATCH",
  "/api/v1/subscriptions/{id}/changes": "GET",
  "/api/v1/subscriptions/{id}/disable": "POST",
  "/api/v1/subscriptions/{id}/duplicate": "POST",
  "/api/v1/subscriptions/{id}/enable": "POST",
  "/api/v1/subscriptions/{id}/health": "GET",
  "/api/v1/subscriptions/{id}/pause": "POST",
  "/api/v1/subscriptions/{id}/resume": "POST",
  "/api/v1/subscriptions/{id}/rotate-secret": "POST",
  "/api/v1/subscriptions/{id}/secret": "GET",
  "/api/v1/subscriptions/{id}/waiting": "GET",
  "/api/v1/subscriptions/{id}/waiting/deliver": "POST",
  "/api/v1/subscriptions/{id}/waiting/skip": "POST",
  "/api/v1/test-events": "POST",
  "/api/ready": "GET",
};

const SIGN_IN = /^\/api\/auth\/./;
// A word of its own goes before an id, as in Next.
const EXACT = new Map(Object.entries(API_VERBS));
const PATTERNS = Object.entries(API_VERBS)
  .toSorted(([a], [b]) => (a.replaceAll("{", "\uffff") < b.replaceAll("{", "\uffff") ? -1 : 1))
  .map(([path, verbs]) => ({ pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}/?$`), verbs }));

/** The methods that an address of the API answers to; null where there is none. */
export function methodsOf(path: string): string[] | null {
  const verbs = (EXACT.get(path) ?? (SIGN_IN.test(path) ? "GET POST" : PATTERNS.find(({ pattern }) => pattern.test(path))?.verbs))?.split(" ");
  // Next answers these two by itself, from what a route has.
  return verbs ? [...verbs, ...(verbs.includes("GET") ? ["HEAD"] : []), "OPTIONS"] : null;
}
