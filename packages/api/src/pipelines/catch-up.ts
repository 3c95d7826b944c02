import { z } from "zod";

import { defaultCatchUpSeconds } from "../values.ts";

export const catchUpPolicies = ["none", "last", "all"] as const;

/** Policy for missed due times; docs/schedules.md. */
export const catchUp = z
  .strictObject({
    policy: z.enum(catchUpPolicies).meta({
      title: "Missed runs",
      description: "`last` makes one run for the latest missed time, `all` a run for each.",
    }),
    window_seconds: z
      .int()
      .min(60)
      .max(30 * 86_400)
      .default(defaultCatchUpSeconds)
      .meta({ title: "Catch-up window", description: "Missed times older than this are not caught up." }),
  })
  .meta({
    title: "Catch up",
    description: "What happens to missed due times (docs/schedules.md). Default: `none`.",
  });
export type CatchUp = z.infer<typeof catchUp>;
