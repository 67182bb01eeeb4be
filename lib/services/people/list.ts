import { z } from "zod";
import { idSchema, showId } from "@/lib/domain/ids";
import type { Role } from "@/lib/domain/permissions";
import type { Call } from "@/lib/services/context";
import { limitSchema, toPage, type Page } from "@/lib/services/page";

export const ListPeopleInput = z.object({ cursor: idSchema("user").optional(), limit: limitSchema });
export type ListPeopleInput = z.input<typeof ListPeopleInput>;

export interface PersonItem {
  id: string;
  name: string;
  email: string;
  role: Role;
  joinedAt: Date;
  /** Null: not since this is noted. */
  lastSignInAt: Date | null;
  isYou: boolean;
}

/** The people of the workspace, by how long they have had their account. */
export async function listPeople({ ctx, input }: Call<ListPeopleInput>): Promise<Page<PersonItem>> {
  const { cursor, limit } = ListPeopleInput.parse(input);
  const rows = await ctx.db.member.findMany({
    where: { workspaceId: ctx.workspaceId, ...(cursor ? { userId: { gt: cursor } } : {}) },
    include: { user: { select: { name: true, email: true, lastSignInAt: true } } },
    orderBy: { userId: "asc" },
    take: limit + 1,
  });
  const show = (row: (typeof rows)[number]): PersonItem => ({
    id: showId("user", row.userId), name: row.user.name, email: row.user.email, role: row.role as Role, joinedAt: row.createdAt, lastSignInAt: row.user.lastSignInAt,
    isYou: ctx.actor.kind === "user" && ctx.actor.id === row.userId,
  });
  return toPage(rows, limit, show, (row) => showId("user", row.userId));
}
