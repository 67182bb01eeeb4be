import type { Tx } from "@/lib/db/client";
import { AppError, notFound } from "@/lib/domain/errors";
import { findEventType } from "@/lib/domain/event-types/catalogue";
import type { OwnRow } from "./read";

/** The workspace's own type of this name, to change it. @throws AppError `not_found`, or `conflict` for a built-in one */
export async function findOwnEventType(tx: Tx, workspaceId: string, name: string): Promise<OwnRow & { id: string }> {
  if (findEventType(name)) {
    throw new AppError("conflict", `${name} is built in and stays as it is.`, { fix: "Add an event type of your own instead." });
  }
  const row = await tx.eventType.findUnique({ where: { workspaceId_name: { workspaceId, name } } });
  if (!row) throw notFound("event type");
  return row;
}
