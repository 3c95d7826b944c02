import { z } from "@hono/zod-openapi";

export const healthView = z.object({ status: z.literal("healthy") }).meta({ id: "Health" });

export const serviceView = z
  .object({
    name: z.string(),
    api: z.string().meta({ description: "Path under which the API's routes are." }),
    health: z.string(),
  })
  .meta({ id: "Service" });

/** What an action answers that has nothing else to show. */
export const messageView = z
  .object({ message: z.string().meta({ description: "What was done, for people." }) })
  .meta({ id: "Message" });
