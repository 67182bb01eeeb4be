import { z } from "zod";
import { listOf } from "./list-of";

const time = z.iso.datetime().meta({ description: "UTC, RFC 3339" });

export const Product = z.object({
  id: z.string().meta({ examples: ["prd_01h455vb4pex5vsknk084sn02q"] }),
  name: z.string(),
  externalId: z.string().nullable().meta({ description: "The product's id on your platform" }),
  ucode: z.string().nullable().meta({ description: "Its second, stable id there" }),
  origin: z.enum(["created", "discovered"]).meta({ description: "Discovered: made by an event that named it" }),
  archivedAt: time.nullable(),
  createdAt: time,
});
export const ProductWithActivity = Product.extend({
  eventCount: z.int().meta({ description: "Events of the last 60 days, tests left out" }),
  lastEventAt: time.nullable(),
});
export const ProductPage = listOf(ProductWithActivity);
