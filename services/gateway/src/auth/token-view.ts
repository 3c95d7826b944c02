import type { Context } from "hono";

import type { OpenedSession } from "@datamantri/contracts";

import type { Auth } from "./auth.ts";

/** A session for a client: an access token, and the means to get the next one. */
export async function toTokenView(context: Context, { tokens }: Auth, session: OpenedSession) {
  context.header("cache-control", "no-store");
  return {
    access_token: await tokens.issue({ userId: session.user.id, sessionId: session.session_id }),
    token_type: "bearer" as const,
    expires_in: tokens.lifetimeSeconds,
    refresh_token: session.token,
    refresh_expires_at: session.expires_at,
  };
}
