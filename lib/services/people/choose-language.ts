import { z } from "zod";
import { AppError } from "@/lib/domain/errors";
import { LOCALES } from "@/lib/domain/locale";
import type { Call } from "@/lib/services/context";

export const ChooseLanguageInput = z.object({
  /** Null follows the browser. */
  locale: z.enum(LOCALES).nullable(),
});
export type ChooseLanguageInput = z.input<typeof ChooseLanguageInput>;

/** Sets the language in which the person who asks sees Aviso and is written to. */
export async function chooseLanguage({ ctx, input }: Call<ChooseLanguageInput>): Promise<void> {
  const { locale } = ChooseLanguageInput.parse(input);
  if (ctx.actor.kind !== "user") throw new AppError("forbidden", "Only a person has a language.");
  await ctx.db.user.update({ where: { id: ctx.actor.id }, data: { locale } });
}
