"use server";
import { checkSignature, CheckSignatureInput } from "@/lib/services/deliveries/check-signature";
import { compareAttempt, CompareAttemptInput } from "@/lib/services/deliveries/compare-attempt";
import { copyAsCurl, CopyAsCurlInput } from "@/lib/services/deliveries/copy-as-curl";
import { getAttempt, GetAttemptInput } from "@/lib/services/deliveries/get-attempt";
import { listAttempts, ListAttemptsInput } from "@/lib/services/deliveries/list-attempts";
import { resendDelivery, ResendDeliveryInput } from "@/lib/services/deliveries/resend";
import { countFacets, CountFacetsInput } from "@/lib/services/events/count-facets";
import { readChanges, ReadChangesInput } from "@/lib/services/events/read-changes";
import { createSavedView, CreateSavedViewInput } from "@/lib/services/saved-views/create";
import { deleteSavedView, DeleteSavedViewInput } from "@/lib/services/saved-views/delete";
import { authedAction } from "@/lib/web/action";

export const readChangesAction = authedAction("event.read", ReadChangesInput, readChanges);
export const countFacetsAction = authedAction("event.read", CountFacetsInput, countFacets);
export const resendAction = authedAction("event.resend", ResendDeliveryInput, resendDelivery);
export const getAttemptAction = authedAction("event.read", GetAttemptInput, getAttempt);
export const listAttemptsAction = authedAction("event.read", ListAttemptsInput, listAttempts);
export const compareAttemptAction = authedAction("event.read", CompareAttemptInput, compareAttempt);
export const checkSignatureAction = authedAction("event.read", CheckSignatureInput, checkSignature);
// Whoever holds a request that is signed for now can have the receiver accept it.
export const copyAsCurlAction = authedAction("event.resend", CopyAsCurlInput, copyAsCurl);
export const createSavedViewAction = authedAction("account.own", CreateSavedViewInput, createSavedView);
export const deleteSavedViewAction = authedAction("account.own", DeleteSavedViewInput, deleteSavedView);
