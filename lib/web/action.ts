import "server-only";
import { randomUUID } from "node:crypto";
import { getTranslations } from "next-intl/server";
import { unstable_rethrow } from "next/navigation";
import { ZodError, z } from "zod";
import { announceChange } from "@/lib/db/announce";
import { databaseFailure } from "@/lib/db/failure";
import { log } from "@/lib/log";
import { AppError, type ErrorCode, type Issue } from "@/lib/domain/errors";
import { roleMay, rolesThatMay, type Permission, type Role } from "@/lib/domain/permissions";
import { problemWords } from "@/lib/problem-words";
import { requireCtx, type SessionCtx } from "./session";

export interface ActionError {
  code: ErrorCode | "unexpected";
  message: string;
  fix?: string;
  issues: Issue[];
}
export type ActionResult<Data> = { ok: true; data: Data } | { ok: false; error: ActionError };
/** For actions that take nothing: whoever sends something all the same did not mean them. */
export const NO_INPUT = z.void();
type Work<Input, Data> = (call: { ctx: SessionCtx; input: Input }) => Promise<Data>;

/**
 * A server action for whoever is signed in and may: the permission is checked before anything else. Failures come back as values, so that a form can show them at their field.
 * With a schema the input is checked first; the work is given it as it came, because use cases parse it themselves.
 */
export function authedAction<Schema extends z.ZodType, Data>(permission: Permission, schema: Schema, work: Work<z.input<Schema>, Data>): (input: z.input<Schema>) => Promise<ActionResult<Data>>;
export function authedAction<Input, Data>(permission: Permission, work: Work<Input, Data>): (input: Input) => Promise<ActionResult<Data>>;
export function authedAction<Data>(permission: Permission, schemaOrWork: z.ZodType | Work<unknown, Data>, work?: Work<unknown, Data>) {
  const run = work ?? (schemaOrWork as Work<unknown, Data>);
  return async (input: unknown): Promise<ActionResult<Data>> => {
    const ctx = await requireCtx();
    if (!roleMay(ctx.role, permission)) return { ok: false, error: await refusal(ctx.role, permission) };
    try {
      if (work) (schemaOrWork as z.ZodType).parse(input);
      const data = await run({ ctx, input });
      // Other tabs, and other people's, show it too.
      if (!permission.endsWith(".read")) announceChange(ctx.db, ctx.workspaceId);
      return { ok: true, data };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: await describeError(error) };
    }
  };
}

async function refusal(role: Role, permission: Permission): Promise<ActionError> {
  const t = await getTranslations("common.access");
  const least = rolesThatMay(permission)[0] ?? "owner";
  return { code: "forbidden", message: t("forbidden", { role: t(`roles.${role}`) }), fix: t("forbiddenFix", { role: t(`roles.${least}`) }), issues: [] };
}

/** A failure as a screen shows it, in the reader's language. What nobody foresaw is logged, and told without its innards. */
export async function describeError(error: unknown): Promise<ActionError> {
  const t = await getTranslations("common.error");
  const { say, sayIssue } = problemWords(await getTranslations("problems"));
  if (error instanceof AppError) {
    const issues = error.issues.map(({ path, message }) => ({ path, message: say(message) }));
    return { code: error.code, message: say(error.message), fix: error.fix && say(error.fix), issues };
  }
  if (error instanceof ZodError) {
    return { code: "invalid", message: t("invalid"), issues: error.issues.map((issue) => ({ path: issue.path.join("."), message: sayIssue(issue) })) };
  }
  if (databaseFailure(error) === "away") return { code: "unavailable", message: t("away"), issues: [] };
  const requestId = randomUUID();
  log.error("an action failed", { requestId }, error);
  return { code: "unexpected", message: t("unexpected"), fix: t("code", { code: requestId }), issues: [] };
}
