import { isReservedHeader } from "./delivery-limits";
import { renderFormV1 } from "./form-v1";
import { sign } from "./signature";
import { AVISO_VERSION } from "./version";

/** What a request is made of, beside the event. */
export interface WebhookTarget {
  /** json_v2 | form_v1 */
  format: string;
  /** All that sign, the current one first. */
  secrets: string[];
  headers: { name: string; value: string }[];
  hottok: string | null;
}

/** The body and the headers of one request, as they go over the wire. @param request.id the event's shown id */
export function buildWebhookRequest(request: {
  id: string; eventType: string; body: string; target: WebhookTarget; attempt: number; retriesRemaining: number; timestampSec: number;
}): { headers: Record<string, string>; body: string } {
  const { id, target, timestampSec } = request;
  const { contentType, body } = renderBody(request.eventType, request.body, target, target.hottok);
  const custom = target.headers.filter(({ name }) => !isReservedHeader(name));
  return {
    body,
    headers: {
      ...Object.fromEntries(custom.map(({ name, value }) => [name.toLowerCase(), value])),
      "content-type": contentType,
      "user-agent": `Aviso/${AVISO_VERSION}`,
      "webhook-id": id,
      "webhook-timestamp": String(timestampSec),
      "webhook-signature": sign(target.secrets, { id, timestampSec, body }),
      "webhook-attempt": String(request.attempt),
      "webhook-retries-remaining": String(request.retriesRemaining),
      ...(target.hottok ? { "x-hotmart-hottok": target.hottok } : {}),
    },
  };
}

/** An event's body in the target's format. @param hottok what stands for it: itself, or a mask for the record */
export function renderBody(eventType: string, body: string, target: Pick<WebhookTarget, "format">, hottok: string | null): { contentType: string; body: string } {
  return target.format === "form_v1" ? renderFormV1(eventType, body, hottok) : { contentType: "application/json", body };
}
