/** The version that every envelope carries. */
export const ENVELOPE_VERSION = "2.0.0";

/**
 * The envelope as receivers get it. `data` goes in as it is, byte for byte.
 * @param input.data JSON text
 */
export function buildEnvelope(input: {
  externalId: string;
  occurredAt: Date;
  eventType: string;
  isTest?: boolean;
  data: string;
}): string {
  const head = JSON.stringify({
    id: input.externalId,
    creation_date: input.occurredAt.getTime(),
    event: input.eventType,
    version: ENVELOPE_VERSION,
    ...(input.isTest ? { test: true } : {}),
  });
  return `${head.slice(0, -1)},"data":${input.data}}`;
}
