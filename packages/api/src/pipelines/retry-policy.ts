import { z } from "zod";

import { retriedParties } from "../values.ts";

/** How failed runs are retried without a user's request; docs/retry.md. */
export const retryPolicy = z
  .strictObject({
    times: z.int().min(1).max(100).meta({
      title: "Automatic retries",
      description: "A run that fails is made again, at most this many times.",
    }),
    pause_seconds: z.int().min(0).max(86_400).default(60).meta({
      title: "Pause before a retry",
      description: "Time between the failure and the retry.",
    }),
    errors: z.array(z.enum(retriedParties)).min(1).readonly().default(["source", "destination"]).meta({
      title: "Errors that are retried",
      description: "Classes of errors, by who must act (docs/errors.md): other failures wait for a person.",
    }),
  })
  .meta({ title: "Retry policy", description: "Failed runs that are made again by themselves (docs/retry.md)." });
export type RetryPolicy = z.infer<typeof retryPolicy>;
