import { ResendDeliveriesInput } from "@/lib/services/deliveries/resend-many";
import { ListAttemptsInput } from "@/lib/services/deliveries/list-attempts";
import { CheckSignatureInput } from "@/lib/services/deliveries/check-signature";
import { Comparison, Curl, SignatureDiagnosis } from "../attempt-schemas";
import { BulkResendAnswer } from "../replay-schemas";
import * as answers from "../schemas";
import type { Operation } from "./operation";

const noAttempt = { 404: "No such delivery or attempt", 422: "Not a delivery's id, or not a number" } as const;

export const DELIVERY_OPERATIONS: readonly Operation[] = [
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}", tag: "Deliveries", id: "getDelivery", needsKey: true,
    summary: "Get a delivery",
    description: "With its newest attempts. Where they are many or large, older ones come without headers and bodies (`isWhole` is false): listAttempts lists all, getAttempt has each whole.",
    answers: { 200: { description: "The delivery", schema: answers.DeliveryWithAttempts } },
    problems: { 404: "No such delivery", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/deliveries/{deliveryId}/resend", tag: "Deliveries", id: "resendDelivery", needsKey: true,
    summary: "Resend a delivery",
    description: "Sends it once more, whatever its state, with the same event id. Asking again while that is under way adds nothing, and the outcome says so.",
    answers: { 202: { description: "Queued, or under way already", schema: answers.ResendAnswer } },
    problems: { 404: "No such delivery", 409: "Its subscription was deleted", 422: "Not a delivery's id" },
  },
  {
    method: "post", path: "/api/v1/deliveries/resend", tag: "Deliveries", id: "resendDeliveries", needsKey: true,
    summary: "Resend several deliveries",
    description: "Up to 100 at once, each as by itself. For more, for a filter or at a rate, plan a replay.",
    body: ResendDeliveriesInput,
    example: { deliveryIds: ["dlv_01h455vb4pex5vsknk084sn02q"] },
    answers: { 202: { description: "What came of each", schema: BulkResendAnswer } },
    problems: { 422: "Not deliveries' ids, or more than 100" },
  },
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}/attempts", tag: "Deliveries", id: "listAttempts", needsKey: true,
    summary: "List a delivery's attempts",
    description: "Newest first, 100 a page, without headers and bodies. Follow `next` as `before`.",
    query: ListAttemptsInput.omit({ deliveryId: true }),
    answers: { 200: { description: "A page of attempts", schema: answers.AttemptList } },
    problems: { 404: "No such delivery", 422: "Not a delivery's id, or not a number" },
  },
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}", tag: "Deliveries", id: "getAttempt", needsKey: true,
    summary: "Get an attempt",
    description: "Its request, its response and where its time went. Attempts are numbered from 1 to the delivery's `attemptCount`.",
    answers: { 200: { description: "The attempt", schema: answers.Attempt } },
    problems: noAttempt,
  },
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/comparison", tag: "Deliveries", id: "compareAttempt", needsKey: true,
    summary: "Compare an attempt with the last good one",
    description: "What differs from the last attempt that the same subscription accepted: address, headers, fields of the payload.",
    answers: { 200: { description: "Both, and the differences", schema: Comparison } },
    problems: noAttempt,
  },
  {
    method: "get", path: "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/curl", tag: "Deliveries", id: "getAttemptAsCurl", needsKey: true,
    summary: "Get an attempt as curl",
    description: "The same request as a command, signed anew so that your system accepts it now.",
    answers: { 200: { description: "The command", schema: Curl } },
    problems: { ...noAttempt, 409: "Its secrets are gone" },
  },
  {
    method: "post", path: "/api/v1/deliveries/{deliveryId}/attempts/{attemptNumber}/check-signature", tag: "Deliveries", id: "checkSignature", needsKey: true,
    summary: "Check a signature",
    description: "Give the signature that your code computed for this attempt; the answer says what it probably did wrong.",
    body: CheckSignatureInput.omit({ deliveryId: true, attemptNumber: true }),
    example: { given: "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=" },
    answers: { 200: { description: "The diagnosis", schema: SignatureDiagnosis } },
    problems: { ...noAttempt, 409: "The attempt was not signed, or its secrets are gone" },
  },
];
