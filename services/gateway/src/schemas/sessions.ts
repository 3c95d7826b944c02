import { z } from "@hono/zod-openapi";

import type { SessionView } from "@datamantri/contracts";

import { userExample, userView } from "./auth.ts";

const time = z.string().meta({ format: "date-time" });

export const refreshBody = z.strictObject({ refresh_token: z.string().min(1).max(200) }).meta({ id: "RefreshInput" });

export const sessionView = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    kind: z
      .enum(["refresh", "browser"])
      .meta({ description: "`browser`: of the console. `refresh`: of a client with tokens." }),
    created_at: time,
    last_used_at: time,
    expires_at: time,
    address: z.string().nullable().meta({ description: "From where it was opened." }),
    user_agent: z.string().nullable(),
    is_current: z.boolean().meta({ description: "Whether this request belongs to it." }),
  })
  .meta({ id: "Session" }) satisfies z.ZodType<SessionView>;

export const sessionExample: z.output<typeof sessionView> = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c12",
  kind: "browser",
  created_at: "2026-01-31T08:00:00.000Z",
  last_used_at: "2026-01-31T09:30:00.000Z",
  expires_at: "2026-01-31T20:00:00.000Z",
  address: "192.0.2.10",
  user_agent: "Mozilla/5.0",
  is_current: true,
};

export const openedView = z.object({ user: userView, expires_at: time }).meta({ id: "OpenedSession" });
export const openedExample: z.output<typeof openedView> = {
  user: userExample,
  expires_at: sessionExample.expires_at,
};
