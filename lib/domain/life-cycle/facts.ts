/** A number from 0 to below 1. */
export type Random = () => number;

export const SECOND_MS = 1_000;
export const HOUR_MS = 3_600 * SECOND_MS;
export const DAY_MS = 24 * HOUR_MS;

export interface LifeProduct {
  /** The seller's platform's id: a number there, a text elsewhere. */
  id: number | string;
  ucode: string | null;
  name: string;
  price: number;
  /** Sold as a subscription. */
  isRecurring: boolean;
  isPhysical?: boolean;
}
export interface LifeBuyer {
  name: string;
  email: string;
}
export type PaymentType = "CREDIT_CARD" | "PIX" | "BILLET";

/** What stays the same through a buyer's whole life with a product. */
export interface Facts {
  product: LifeProduct;
  buyer: LifeBuyer;
  producer: string;
  currency: string;
  /** The subscriber's code: one for each buyer and product. */
  subscriber: string;
  customerSubscriptionId: number;
  offer: string;
}

/** One payment, with the code that all its events carry. */
export interface Sale {
  transaction: string;
  payment: PaymentType;
  orderedAt: Date;
  approvedAt?: Date;
  /** Until when the buyer may ask for the money back: midnight UTC. */
  warrantyUntil?: Date;
  refusalReason?: string;
  /** 1 for the first payment of a customer's subscription. */
  recurrence: number;
}

/** Something that happens in a life: what the seller's platform sends, and when. */
export interface Happening {
  eventType: string;
  at: Date;
  data: Record<string, unknown>;
}

/** Facts of a buyer and a product, with codes of their own. */
export function newFacts(given: Pick<Facts, "product" | "buyer"> & Partial<Facts>, random: Random): Facts {
  return {
    producer: "Escola Aurora", currency: "BRL", subscriber: code(random), customerSubscriptionId: 1e6 + Math.floor(random() * 9e6),
    offer: code(random).toLowerCase(), ...given,
  };
}

/** A payment that begins now. */
export function newSale(orderedAt: Date, payment: PaymentType, random: Random, recurrence = 1): Sale {
  return { transaction: `HP${Math.floor(1e9 + random() * 9e9)}`, payment, orderedAt, recurrence };
}

/** A moment later. */
export function after(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms);
}

/** A number between two. */
export function between(random: Random, from: number, to: number): number {
  return from + random() * (to - from);
}

/** Midnight UTC of a moment's day, and days added. */
export function midnight(at: Date, days = 0): Date {
  return new Date((Math.floor(at.getTime() / DAY_MS) + days) * DAY_MS);
}

function code(random: Random): string {
  return Array.from({ length: 8 }, () => "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[Math.floor(random() * 32)]).join("");
}
