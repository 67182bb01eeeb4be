import { uuidTime } from "./ids";

export const RETENTION_DAYS = 60;
const DAY_MS = 86_400_000;

/** The start of a moment's day, in UTC: history is kept by the UTC day. */
export function startOfDay(at: Date): Date {
  return new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS);
}

/** The oldest moment of which history is still shown. */
export function historyStart(now: Date): Date {
  return new Date(startOfDay(now).getTime() - RETENTION_DAYS * DAY_MS);
}

/** The last day on which an event of this time can be seen. */
export function keptUntil(at: Date): Date {
  return new Date(startOfDay(at).getTime() + RETENTION_DAYS * DAY_MS);
}

/**
 * Whether an event of this id may once have been here and is kept no longer. Whatever else isn't found never was: its
 * workspace is younger, but for the history that a demo begins with, or its id is none that Aviso makes.
 */
export function isNoLongerKept(eventId: string, workspaceId: string, now: Date): boolean {
  const at = uuidTime(eventId);
  return eventId[14] === "7" && at < historyStart(now) && at >= historyStart(uuidTime(workspaceId));
}
