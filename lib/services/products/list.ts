import { z } from "zod";
import { Prisma } from "@/lib/db/client";
import { idSchema, readId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { limitSchema, searchSchema, toPage, type Page } from "@/lib/services/page";
import { type Product, showProduct } from "./read";
import { withActivity, type ProductWithActivity } from "./read-activity";

export const ListProductsInput = z.object({
  show: z.enum(["active", "archived", "all"]).default("active"),
  search: searchSchema.optional().meta({ description: "A part of the name, or one of the ids" }),
  cursor: idSchema("product").optional(),
  limit: limitSchema,
});
export type ListProductsInput = z.input<typeof ListProductsInput>;

/** The workspace's products by name, with how lively each is. */
export async function listProducts({ ctx, input }: Call<ListProductsInput>): Promise<Page<ProductWithActivity>> {
  const { data, next } = await listProductChoices({ ctx, input });
  return { data: await withActivity(ctx, data), next };
}

/** The same without what came for them, which takes longer than all the rest: for choosing one. */
export async function listProductChoices({ ctx, input }: Call<ListProductsInput>): Promise<Page<Product>> {
  const { show, search, cursor, limit } = ListProductsInput.parse(input);
  const mine = [Prisma.sql`workspace_id = ${ctx.workspaceId}::uuid`];
  if (ctx.productIds) mine.push(Prisma.sql`id = ANY(${[...ctx.productIds]}::uuid[])`);
  const where = [...mine];
  if (show !== "all") where.push(show === "active" ? Prisma.sql`archived_at IS NULL` : Prisma.sql`archived_at IS NOT NULL`);
  // The cursor is the last product shown; where it stands in the order is looked up.
  if (cursor) where.push(Prisma.sql`(lower(name), id) > (SELECT lower(name), id FROM products WHERE id = ${cursor}::uuid AND ${Prisma.join(mine, " AND ")})`);
  if (search) {
    const id = readId("product", search);
    where.push(Prisma.sql`(position(lower(${search}) IN lower(name)) > 0 OR external_id = ${search} OR ucode = ${search} OR id = ${id}::uuid)`);
  }
  const rows = await ctx.db.$queryRaw<Parameters<typeof showProduct>[0][]>`
    SELECT id::text, name, external_id AS "externalId", ucode, origin, archived_at AS "archivedAt", created_at AS "createdAt"
    FROM products WHERE ${Prisma.join(where, " AND ")} ORDER BY lower(name), id LIMIT ${limit + 1}`;
  return toPage(rows, limit, showProduct, (row) => showProduct(row).id);
}
