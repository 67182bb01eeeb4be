import type { Db } from "@/lib/db/client";
import type { SealingKey } from "@/lib/domain/sealed";

/** Who asks: a person, an API key, or Aviso itself (worker, seed). `name` is what screens show. */
export type Actor =
  | { kind: "user"; id: string; name: string }
  | { kind: "apiKey"; id: string; name: string }
  | { kind: "system"; name: string };

/** What every use case is given. Ids here are database UUIDs; everything is limited to `workspaceId`. */
export interface Ctx {
  db: Db;
  workspaceId: string;
  actor: Actor;
  /** The only products (UUIDs) that an API key may see and send events of; absent where there is no such limit. */
  productIds?: ReadonlySet<string>;
  now: () => Date;
  /** The network address that the request came from; absent where there is none. */
  address?: string;
  /** Of the API request that it is done for; absent elsewhere. */
  requestId?: string;
  /** Seals what is secret at rest. */
  secretKey: SealingKey;
  /** Aviso's own public origin, without a slash at the end. */
  origin: string;
}

/** The argument of a use case: `verbNoun({ ctx, input })`. */
export interface Call<Input> {
  ctx: Ctx;
  input: Input;
}
