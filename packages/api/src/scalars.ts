import { z } from "zod";

/** ISO 8601, in UTC. */
export const time = z.string().meta({ format: "date-time" });

export const uuid = z.string().meta({ format: "uuid" });

export const count = z.int().min(0);

/** May quote rows. */
export const vendorMessage = z.string().nullable().meta({
  description:
    "What BigQuery or PostgreSQL said last, word for word. Only for editors, and API keys with the scope rows:read: it may quote rows.",
});
