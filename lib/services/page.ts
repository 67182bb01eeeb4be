import { z } from "zod";
import { isStorableText } from "@/lib/domain/product-ref";

/** How many items of a list to give at once. */
export const limitSchema = z.coerce.number().int().min(1).max(100).default(50);

/** What a list is searched for. Postgres knows no text with a NUL, so such a text is refused here. */
export const searchSchema = z.string().trim().max(200).refine(isStorableText, "Use printable characters only");

// Ids and the database's times begin and end somewhere; nothing that Aviso keeps is from then.
const isTold = (text: string) => text >= "1970-01-02" && text < "9999-12-30";
const TOLD = "Give a date from 1970 on";
/** A UTC day, as 2026-11-20. */
export const daySchema = z.iso.date().refine(isTold, TOLD);
/** A moment, as 2026-11-20T10:00:00Z. */
export const momentSchema = z.iso.datetime({ offset: true }).refine(isTold, TOLD);

/** A part of a list, or a whole one that is never long. Every list of the API has this shape. */
export interface Page<Item> {
  data: Item[];
  /** The `cursor` of the next part, null at the end. */
  next: string | null;
}

/** A list that has one part only. */
export function wholeList<Item>(data: Item[]): Page<Item> {
  return { data, next: null };
}

/** Cuts a part out of rows that were read one more than the limit. @param cursorOf what the next part begins after */
export function toPage<Row, Item>(rows: Row[], limit: number, show: (row: Row) => Item, cursorOf: (row: Row) => string): Page<Item> {
  const shown = rows.slice(0, limit);
  return { data: shown.map(show), next: rows.length > limit ? cursorOf(shown.at(-1)!) : null };
}
