import { z } from "zod";

/** Every list of the API: a part of it, and where the next part begins. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), next: z.string().nullable().meta({ description: "The `cursor` of the next page, null at the end" }) });
}
