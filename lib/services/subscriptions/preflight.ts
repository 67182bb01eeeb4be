import { z } from "zod";
import type { OutboundPolicy } from "@/lib/outbound/check-url";
import { preflight, type PreflightCheck } from "@/lib/outbound/preflight";
import type { Call } from "@/lib/services/context";

export type { PreflightCheck };
export const PreflightUrlInput = z.object({ url: z.string().trim().max(4_000) });
export type PreflightUrlInput = z.input<typeof PreflightUrlInput>;

/** Looks at an address before a subscription sends there; what it finds is for a person to read. */
export async function preflightUrl({ ctx, input, policy }: Call<PreflightUrlInput> & { policy: OutboundPolicy }): Promise<PreflightCheck[]> {
  return preflight(PreflightUrlInput.parse(input).url, policy, ctx.now());
}
