import type { Context } from "hono";

import type { OpenedSession, PasswordRefusal } from "@datamantri/contracts";
import type { SessionKind } from "@datamantri/api";

import type { Backend } from "../backend.ts";
import { ProblemError } from "../problem.ts";
import type { Auth } from "./auth.ts";
import { inactive } from "./authenticate.ts";
import type { AppEnv } from "./identity.ts";

/** @throws ProblemError 401 for a wrong address or password, 400 for an inactive user, 429 for too many attempts. */
export async function logIn(
  context: Context<AppEnv>,
  backend: Backend,
  auth: Auth,
  { email, password }: { readonly email: string; readonly password: string },
  kind: SessionKind,
): Promise<OpenedSession> {
  const user_agent = context.req.header("user-agent") ?? null;
  const caller = auth.callers.callerOf(context);
  const login = await backend.registry("sessions.open", { email, password, kind, user_agent, caller });
  switch (login.outcome) {
    case "ok":
      return login;
    case "inactive":
      throw inactive();
    case "wrong_password":
      throw new ProblemError({ status: 401, code: "wrong_password", detail: "Incorrect e-mail address or password." });
    case "too_many":
      throw tooManyAttempts(login.retry_after_seconds);
  }
  return login satisfies never;
}

/** @throws ProblemError for a wrong password. @param field the field that contained it. */
export function assertProven<Answer extends { readonly outcome: string }>(
  answer: Answer | PasswordRefusal,
  field: string,
): asserts answer is Answer {
  if (answer.outcome === "too_many")
    throw tooManyAttempts((answer as Extract<PasswordRefusal, { outcome: "too_many" }>).retry_after_seconds);
  if (answer.outcome === "wrong_password") {
    throw new ProblemError({ status: 400, code: "wrong_password", detail: `${field}: is not your current password` });
  }
}

export function tooManyAttempts(retryAfterSeconds: number): ProblemError {
  const detail = `Too many wrong passwords. Try again in ${retryAfterSeconds} seconds.`;
  return new ProblemError({ status: 429, code: "too_many_attempts", detail, retryAfterSeconds });
}
