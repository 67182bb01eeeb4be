import { z } from "zod";
import { SendTestEventInput } from "@/lib/services/events/send-test";
import * as answers from "../schemas";
import type { Operation } from "./operation";

// Here `data` may also be an object: whoever writes JSON already need not write it as text.
export const SendTestEventBody = SendTestEventInput.extend({
  data: z.union([z.record(z.string(), z.unknown()), z.string()]).optional().meta({ description: "An object, or the same as JSON text, which is sent byte for byte. Left out: the event type's first sample" }),
});

export const TEST_EVENT_OPERATIONS: readonly Operation[] = [
  {
    method: "post", path: "/api/v1/test-events", tag: "Test events", id: "sendTestEvent", needsKey: true,
    summary: "Send a test event",
    description: "To one subscription only, also when it is paused. It goes the real way and is marked `\"test\": true`.",
    body: SendTestEventBody,
    example: { subscriptionId: "sub_01h455vb4pex5vsknk084sn02q", eventType: "PURCHASE_APPROVED", data: { purchase: { transaction: "TEST-1" } } },
    answers: { 202: { description: "On its way", schema: answers.TestAnswer } },
    problems: { 404: "No such subscription, product, or event type with a sample", 422: "The input is not valid" },
  },
];
