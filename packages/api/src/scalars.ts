import { z } from "zod";

/** ISO 8601, in UTC. */
export const time = z.string().meta({ format: "date-time" });

export const uuid = z.string().meta({ format: "uuid" });

export const count = z.int().min(0);
