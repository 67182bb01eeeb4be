import { ListEventsInput } from "@/lib/services/events/list";
import { readSearchParams, type SearchParams } from "@/lib/web/search-params";

export type { SearchParams };

/** The filters that a URL asks for. */
export function readEventQuery(searchParams: SearchParams): Promise<ListEventsInput> {
  return readSearchParams(ListEventsInput, searchParams);
}
