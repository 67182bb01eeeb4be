/** What a URL's query is built from; empty values are left out, arrays repeat the name. */
export type RouteQuery = Record<string, string | number | boolean | null | undefined | readonly string[]>;

function withQuery(path: string, query?: RouteQuery): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null || value === "") continue;
    for (const item of Array.isArray(value) ? (value as readonly string[]) : [String(value)]) params.append(name, item);
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

const segment = encodeURIComponent;

/** Every address of the dashboard; pages never put one together by hand. Ids are shown ids (evt_…). */
export const routes = {
  home: () => "/",
  events: {
    list: (query?: RouteQuery) => withQuery("/events", query),
    export: (query?: RouteQuery) => withQuery("/events/export", query),
    detail: (id: string, query?: RouteQuery) => withQuery(`/events/${segment(id)}`, query),
  },
  subscriptions: {
    list: (query?: RouteQuery) => withQuery("/subscriptions", query),
    new: (query?: RouteQuery) => withQuery("/subscriptions/new", query),
    detail: (id: string, query?: RouteQuery) => withQuery(`/subscriptions/${segment(id)}`, query),
    edit: (id: string) => `/subscriptions/${segment(id)}/edit`,
    waiting: (id: string, query?: RouteQuery) => withQuery(`/subscriptions/${segment(id)}/waiting`, query),
  },
  products: { list: (query?: RouteQuery) => withQuery("/products", query) },
  eventTypes: {
    list: (query?: RouteQuery) => withQuery("/event-types", query),
    detail: (name: string) => `/event-types/${segment(name)}`,
  },
  receivers: {
    list: (query?: RouteQuery) => withQuery("/receiver", query),
    detail: (id: string, query?: RouteQuery) => withQuery(`/receiver/${segment(id)}`, query),
  },
  replays: {
    list: (query?: RouteQuery) => withQuery("/replays", query),
    new: (query?: RouteQuery) => withQuery("/replays/new", query),
    detail: (id: string, query?: RouteQuery) => withQuery(`/replays/${segment(id)}`, query),
  },
  live: () => "/live",
  health: () => "/api/health",
  search: (query?: RouteQuery) => withQuery("/search", query),
  test: (query?: RouteQuery) => withQuery("/test", query),
  scenarios: {
    list: (query?: RouteQuery) => withQuery("/test/scenarios", query),
    run: (id: string) => `/test/runs/${segment(id)}`,
  },
  settings: {
    home: () => "/settings",
    profile: () => "/settings/profile",
    workspace: () => "/settings/workspace",
    people: (query?: RouteQuery) => withQuery("/settings/people", query),
    apiKeys: () => "/settings/api-keys",
    auditLog: (query?: RouteQuery) => withQuery("/settings/audit-log", query),
  },
  newWorkspace: () => "/workspaces/new",
  noWorkspace: () => "/no-workspace",
  join: (token: string) => `/join/${segment(token)}`,
  resetPassword: (token: string) => `/reset/${segment(token)}`,
  signIn: (query?: RouteQuery) => withQuery("/sign-in", query),
  setup: () => "/setup",
  reference: () => "/reference",
} as const;
