"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { clearRequests, ClearRequestsInput } from "@/lib/services/receivers/clear-requests";
import { createReceiver, CreateReceiverInput } from "@/lib/services/receivers/create";
import { deleteReceiver, DeleteReceiverInput } from "@/lib/services/receivers/delete";
import { readVersion, ReadVersionInput } from "@/lib/services/receivers/read-version";
import { updateBehaviour, UpdateBehaviourInput } from "@/lib/services/receivers/update-behaviour";
import { authedAction } from "@/lib/web/action";

export const receiverVersionAction = authedAction("receiver.read", ReadVersionInput, readVersion);

export const createReceiverAction = authedAction("receiver.write", CreateReceiverInput, async ({ ctx, input }) => {
  const receiver = await createReceiver({ ctx, input });
  revalidatePath(routes.receivers.list());
  return { id: receiver.id };
});

export const updateBehaviourAction = authedAction("receiver.write", UpdateBehaviourInput, async ({ ctx, input }) => {
  await updateBehaviour({ ctx, input });
  revalidatePath(routes.receivers.detail(input.receiverId));
});

export const clearRequestsAction = authedAction("receiver.write", ClearRequestsInput, async ({ ctx, input }) => {
  await clearRequests({ ctx, input });
  revalidatePath(routes.receivers.detail(input.receiverId));
});

export const deleteReceiverAction = authedAction("receiver.write", DeleteReceiverInput, async ({ ctx, input }) => {
  await deleteReceiver({ ctx, input });
  revalidatePath(routes.receivers.list());
});
