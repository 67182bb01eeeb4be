"use server";
import { revalidatePath } from "next/cache";
import { routes } from "@/lib/routes";
import { createEventType, CreateEventTypeInput } from "@/lib/services/event-types/create";
import { deleteEventType, DeleteEventTypeInput } from "@/lib/services/event-types/delete";
import { updateEventType, UpdateEventTypeInput } from "@/lib/services/event-types/update";
import { authedAction } from "@/lib/web/action";

export const createEventTypeAction = authedAction("eventType.write", CreateEventTypeInput, async ({ ctx, input }) => {
  const { name, title } = await createEventType({ ctx, input });
  revalidatePath(routes.eventTypes.list());
  return { name, title };
});

export const updateEventTypeAction = authedAction("eventType.write", UpdateEventTypeInput, async ({ ctx, input }) => {
  const { name, title } = await updateEventType({ ctx, input });
  revalidatePath(routes.eventTypes.list(), "layout");
  return { name, title };
});

export const deleteEventTypeAction = authedAction("eventType.write", DeleteEventTypeInput, async ({ ctx, input }) => {
  await deleteEventType({ ctx, input });
  revalidatePath(routes.eventTypes.list());
});
