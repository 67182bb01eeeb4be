import { z } from "zod";
import { listOf } from "./list-of";

export const EventType = z.object({
  name: z.string().meta({ description: "As events carry it", examples: ["PURCHASE_APPROVED"] }),
  title: z.string(),
  description: z.string().meta({ description: "What fires it" }),
  group: z.enum(["purchases", "subscriptions", "cart", "club", "logistics", "own"]).meta({ description: "`own` is what your workspace added" }),
  schema: z.record(z.string(), z.unknown()).nullable().meta({ description: "JSON Schema 2020-12 of `data`" }),
  samples: z.array(z.object({ name: z.string(), data: z.string().meta({ description: "`data` as JSON text" }) })),
});
export const EventTypeWithCount = EventType.extend({ eventCount: z.int().meta({ description: "Events of the last 60 days, tests left out" }) });
export const EventTypePage = listOf(EventType);
