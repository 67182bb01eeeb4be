"use client";
import type { BackTestInput } from "@/lib/services/subscriptions/back-test";
import { backTestAction, ensureReceiverAction, findProductsAction } from "./actions";

// What the parts of the form ask the server; null when it could not be had.

export const findProducts = async (search: string) => {
  const result = await findProductsAction({ search });
  return result.ok ? result.data : null;
};

export const runBackTest = async (input: BackTestInput) => {
  const result = await backTestAction(input);
  return result.ok ? result.data : null;
};

export const ensureReceiver = async () => {
  const result = await ensureReceiverAction();
  return result.ok ? result.data.url : null;
};
