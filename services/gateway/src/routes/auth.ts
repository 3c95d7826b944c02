import { Hono } from "hono";
import * as z from "zod";

import type { AppEnv } from "../auth/authenticate.ts";
import { inactive } from "../auth/authenticate.ts";
import type { Tokens } from "../auth/tokens.ts";
import type { Backend } from "../backend.ts";
import { ProblemError } from "../problem.ts";
import { checkBody, readBody } from "../read-body.ts";

/** OAuth's password form calls the address `username`; both are taken. */
const credentials = z
  .object({
    email: z.string().max(320).optional(),
    username: z.string().max(320).optional(),
    password: z.string().min(1).max(1_024),
  })
  .transform(({ email, username, password }) => ({ email: email ?? username ?? "", password }))
  .refine(({ email }) => email !== "", { error: "is missing", path: ["email"] });

/** Under /api/v1/auth */
export function authRoutes(backend: Backend, tokens: Tokens): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post("/login", async (context) => {
    const isForm = /^application\/x-www-form-urlencoded\b/i.test(context.req.header("content-type") ?? "");
    const { email, password } = isForm
      ? checkBody(credentials, await context.req.parseBody())
      : await readBody(context, credentials);
    const login = await backend.registry("users.verify", { email, password });
    if (login.outcome === "inactive") throw inactive();
    if (login.outcome === "wrong_password") {
      throw new ProblemError({ status: 401, code: "wrong_password", detail: "Incorrect email or password." });
    }
    context.header("cache-control", "no-store");
    return context.json({ access_token: await tokens.issue(login.user.id), token_type: "bearer" });
  });

  routes.get("/me", (context) => context.json(context.get("user")));
  return routes;
}
