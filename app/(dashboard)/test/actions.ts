"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { createBookmark, CreateBookmarkInput } from "@/lib/services/bookmarks/create";
import { deleteBookmark, DeleteBookmarkInput } from "@/lib/services/bookmarks/delete";
import { getDelivery, GetDeliveryInput } from "@/lib/services/deliveries/get";
import { resendDelivery, ResendDeliveryInput } from "@/lib/services/deliveries/resend";
import { sendTestEvent, SendTestEventInput } from "@/lib/services/events/send-test";
import { authedAction } from "@/lib/web/action";

export const sendTestAction = authedAction("event.test", SendTestEventInput, sendTestEvent);
export const testResultAction = authedAction("event.read", GetDeliveryInput, getDelivery);
export const resendTestAction = authedAction("event.resend", ResendDeliveryInput, resendDelivery);
export const bookmarkAction = authedAction("event.test", CreateBookmarkInput, createBookmark);

export const deleteBookmarkAction = authedAction("event.test", DeleteBookmarkInput, async ({ ctx, input }) => {
  await deleteBookmark({ ctx, input });
  revalidatePath(routes.test());
});
