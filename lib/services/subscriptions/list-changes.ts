import { showId } from "@/lib/domain/ids";
import type { Call } from "@/lib/services/context";
import { GetSubscriptionInput } from "./get";
import { findOwnedSubscription } from "./read";
import type { ChangedField, ChangeKind } from "./record-change";

export interface SubscriptionChange {
  id: string;
  at: Date;
  /** Null when Aviso itself did it. */
  by: string | null;
  kind: ChangeKind;
  fields: ChangedField[];
}

/** Those before stand in the audit log. */
export const CHANGES_SHOWN = 50;

/** What was done to a subscription, newest first. */
export async function listSubscriptionChanges({ ctx, input }: Call<GetSubscriptionInput>): Promise<SubscriptionChange[]> {
  const { id } = GetSubscriptionInput.parse(input);
  await findOwnedSubscription(ctx, id);
  const rows = await ctx.db.subscriptionChange.findMany({ where: { subscriptionId: id, workspaceId: ctx.workspaceId }, orderBy: { id: "desc" }, take: CHANGES_SHOWN });
  return rows.map((row) => ({ id: showId("subscriptionChange", row.id), at: row.at, by: row.by, kind: row.kind as ChangeKind, fields: row.fields as unknown as ChangedField[] }));
}
