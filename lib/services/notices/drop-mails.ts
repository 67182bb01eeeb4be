import type { Db } from "@/lib/db/client";

/** Says of all notices that wait that they are not mailed. */
export async function dropMails(db: Db): Promise<void> {
  await db.notice.updateMany({ where: { mailState: "waiting" }, data: { mailState: "none" } });
}
