import { showId, uuidFloor } from "@/lib/domain/ids";
import type { NoticeDetail, NoticeKind } from "@/lib/domain/notice";
import { historyStart } from "@/lib/domain/retention";
import type { Ctx } from "@/lib/services/context";

export interface Notice {
  id: string;
  kind: NoticeKind;
  subscription: { id: string; name: string };
  detail: NoticeDetail;
  at: Date;
  isSeen: boolean;
}

const SHOWN = 20;

/** The newest notices of the workspace, and how many nobody has read. */
export async function listNotices({ ctx }: { ctx: Ctx }): Promise<{ notices: Notice[]; unseen: number }> {
  const where = { workspaceId: ctx.workspaceId, eventOnly: false, id: { gte: uuidFloor(historyStart(ctx.now())) } };
  const [rows, unseen] = await Promise.all([
    ctx.db.notice.findMany({ where, orderBy: { id: "desc" }, take: SHOWN }),
    ctx.db.notice.count({ where: { ...where, seenAt: null } }),
  ]);
  const notices = rows.map((row) => ({
    id: showId("notice", row.id), kind: row.kind as NoticeKind, subscription: { id: showId("subscription", row.subscriptionId), name: row.subscriptionName },
    detail: row.detail as NoticeDetail, at: row.createdAt, isSeen: row.seenAt !== null,
  }));
  return { notices, unseen };
}
