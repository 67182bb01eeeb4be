import type { EventFiltersInput } from "@/lib/services/events/filters";
import { ListEventsInput } from "@/lib/services/events/list";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";

export type { SearchParams };

/** The filters that a URL asks for. */
export function readEventQuery(searchParams: SearchParams): Promise<ListEventsInput> {
  return readSearchParams(ListEventsInput, searchParams);
}

/** What a query narrows the list by, without where in the list it stands. */
export function filtersOf(query: ListEventsInput): EventFiltersInput {
  const filters = { ...query };
  for (const name of ["cursor", "direction", "limit"] as const) delete filters[name];
  return filters;
}
