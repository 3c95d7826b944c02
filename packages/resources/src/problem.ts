import { z } from "zod";

export const problemView = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: "Stable name of the error; docs/errors.md has them all." }),
    detail: z.string().meta({ description: "What is wrong, for the person who meets it." }),
    solution: z.string().optional().meta({ description: "What to do about it." }),
  })
  .meta({
    id: "Problem",
    description: "An error, as RFC 9457 has it.",
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
