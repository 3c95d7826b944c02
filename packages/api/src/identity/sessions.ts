import { z } from "zod";

import { time, uuid } from "../scalars.ts";
import { userExample, userView } from "./auth.ts";

export const refreshBody = z.strictObject({ refresh_token: z.string().min(1).max(200) }).meta({ id: "RefreshInput" });

export const sessionView = z
  .object({
    id: uuid,
    kind: z
      .enum(["refresh", "browser"])
      .meta({ description: "`browser`: cookie of the console. `refresh`: refresh tokens of an API client." }),
    created_at: time,
    last_used_at: time,
    expires_at: time,
    address: z.string().nullable().meta({ description: "Address that opened it." }),
    user_agent: z.string().nullable(),
    is_current: z.boolean().meta({ description: "Whether this request uses it." }),
  })
  .meta({ id: "Session" });
export type SessionKind = SessionView["kind"];
export type SessionView = z.infer<typeof sessionView>;

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
