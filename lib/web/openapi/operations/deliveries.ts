import { ResendDeliveriesInput } from "@/lib/services/deliveries/resend-many";
import { BulkResendAnswer } from "../replay-schemas";
import * as answers from "../schemas";
import type { Operation } from "./operation";

export const DELIVERY_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}", tag: "Deliveries", id: "getDelivery", needsKey: true,
    summary: "Get a delivery",
    description: "With each attempt's request, response and time.",
    answers: { 200: { description: "The delivery", schema: answers.DeliveryWithAttempts } },
    problems: { 404: "No such delivery", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/deliveries/{deliveryId}/resend", tag: "Deliveries", id: "resendDelivery", needsKey: true,
    summary: "Resend a delivery",
    description: "Sends it once more, whatever its state, with the same event id. Asking again while that is under way adds nothing.",
    answers: { 202: { description: "Queued", schema: answers.ResendAnswer } },
    problems: { 404: "No such delivery", 409: "Its subscription was deleted", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/deliveries/resend", tag: "Deliveries", id: "resendDeliveries", needsKey: true,
    summary: "Resend several deliveries",
    description: "Up to 100 at once, each as by itself. For more, for a filter or at a rate, plan a replay.",
    body: ResendDeliveriesInput,
    example: { deliveryIds: ["dlv_01h455vb4pex5vsknk084sn02q"] },
    answers: { 202: { description: "What came of each", schema: BulkResendAnswer } },
    problems: { 400: "Not JSON", 422: "Not deliveries' ids, or more than 100" },
  },
];
