import { z } from "zod";

import { serviceNames } from "../values.ts";
import { count, time } from "../scalars.ts";

const instance = z
  .object({
    id: z.string(),
    version: z.string(),
    started_at: time,
    state: z.enum(["answering", "silent"]),
    last_answer_at: time,
    metadata: z.record(z.string(), z.string()),
    endpoints: z
      .array(
        z.object({
          name: z.string(),
          slots: count.nullable().meta({ description: "Tasks at the same time; null: unlimited." }),
          busy: count,
          done: count.meta({ description: "Tasks ended since the process started." }),
          failed: count.meta({ description: "Of these, tasks that failed or were delayed." }),
          last_error_code: z.string().nullable(),
          average_ms: z.number().nullable(),
        }),
      )
      .readonly(),
  })
  .meta({ id: "SystemInstance" });
export type SystemInstance = z.infer<typeof instance>;

export const service = z.object({ service: z.enum(serviceNames), instances: z.array(instance).readonly() });
export type SystemService = z.infer<typeof service>;
