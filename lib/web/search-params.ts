import type { z } from "zod";
import { isStorableText } from "@/lib/domain/product-ref";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What a page's URL asks for. What is empty or makes no sense is left out, so that an old link never fails. */
export async function readSearchParams<Schema extends z.ZodObject>(schema: Schema, searchParams: SearchParams): Promise<z.input<Schema>> {
  const query: Record<string, unknown> = {};
  const shape: Record<string, z.core.$ZodType> = schema.shape;
  for (const [name, raw] of Object.entries(await searchParams)) {
    const value = Array.isArray(raw) ? raw[0] : raw;
    // Nothing that is looked for holds control characters, and Postgres takes no NUL.
    if (!value || !isStorableText(value) || !Object.hasOwn(shape, name)) continue;
    if ((shape[name] as z.ZodType).safeParse(value).success) query[name] = value;
  }
  return query as z.input<Schema>;
}
