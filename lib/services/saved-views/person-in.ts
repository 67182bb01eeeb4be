import { AppError } from "@/lib/domain/errors";
import type { Ctx } from "@/lib/services/context";

/** The person who asks; views are a person's, so a key has none. */
export function personIn(ctx: Ctx): string {
  if (ctx.actor.kind === "user") return ctx.actor.id;
  throw new AppError("forbidden", "Saved views belong to a person, and an API key is none.");
}
