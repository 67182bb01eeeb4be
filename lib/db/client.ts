import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";

export { Prisma } from "./generated/client";

export type Db = PrismaClient;
/** What a use case queries: the client, or a transaction on it. */
export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction">;

/** Opens a pool. @param options.max connections at most (10) */
export function createDb(url: string, options: { max?: number } = {}): Db {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: options.max ?? 10, connectionTimeoutMillis: 5_000 }),
  });
}
