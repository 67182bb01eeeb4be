import { ListEventsInput } from "@/lib/services/events/list";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The filters that a URL asks for. What is empty or makes no sense is left out, so that an old link never fails. */
export async function readEventQuery(searchParams: SearchParams): Promise<ListEventsInput> {
  const query: Record<string, unknown> = {};
  for (const [name, raw] of Object.entries(await searchParams)) {
    const value = Array.isArray(raw) ? raw[0] : raw;
    if (!value || !Object.hasOwn(ListEventsInput.shape, name)) continue;
    if (ListEventsInput.shape[name as keyof typeof ListEventsInput.shape].safeParse(value).success) query[name] = value;
  }
  return query as ListEventsInput;
}
