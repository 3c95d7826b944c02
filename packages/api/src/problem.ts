import { z } from "zod";

import { vendorMessage } from "./scalars.ts";

export const problemView = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable name of the error; docs/errors.md lists them." }),
    detail: z.string().meta({ description: "What failed, as a sentence for people." }),
    solution: z.string().optional().meta({ description: "What to do." }),
    vendor_message: vendorMessage.optional(),
  })
  .meta({
    id: "Problem",
    description: "An error (RFC 9457).",
    examples: [
      {
        type: "about:blank",
        title: "Bad request",
        status: 400,
        code: "request_invalid",
        detail: "source_config.project: is not a valid project id",
      },
    ],
  });
