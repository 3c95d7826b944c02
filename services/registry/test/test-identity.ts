/** Users and their sessions through the API, on a database for each test. */
import { sql } from "kysely";
import type { Caller } from "@datamantri/contracts";
import type { Role } from "@datamantri/api";
import { answerIdentityRequests } from "../src/requests/answer-identity.ts";
import { type Db } from "../src/database/open-database.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { dbTest } from "./fixtures.ts";
import { key, openAudit } from "./test-registry.ts";

const sealer = new Sealer(key);
export const password = "correct horse battery";

export type Api = ReturnType<typeof answerIdentityRequests>;

export const test = dbTest
  .extend("audit", ({ db }) => openAudit(db))
  .extend("api", ({ db, audit }): Api => answerIdentityRequests(db, sealer, audit, async () => undefined));

export function caller(address = "192.0.2.1", name = "admin@example.com"): Caller {
  return { actor: { kind: "anonymous", id: null, name }, address, request_id: "request-1" };
}

export async function createUser(api: Api, email: string, role: Role = "viewer") {
  return (await api["users.create"]({ email, full_name: null, role, password, caller: caller() })).user;
}

export const open = (
  api: Api,
  email: string,
  secret = password,
  address = "192.0.2.1",
  kind: "refresh" | "browser" = "refresh",
) => api["sessions.open"]({ email, password: secret, kind, user_agent: "test", caller: caller(address) });

export async function openRefresh(api: Api, email: string) {
  const opened = await open(api, email);
  if (opened.outcome !== "ok") throw new Error(opened.outcome);
  return opened;
}

export const refresh = async (api: Api, token: string) => api["sessions.refresh"]({ token, caller: caller() });

export async function refreshed(api: Api, token: string): Promise<string> {
  const answer = await refresh(api, token);
  if (answer.outcome !== "ok") throw new Error("the token was refused");
  return answer.token;
}

/** Makes the last refresh look this old. */
export const age = (db: Db, seconds: number) =>
  sql`update sessions set last_used_at = last_used_at - make_interval(secs => ${seconds})`.execute(db);

export const actions = async (api: Api) =>
  (await api["audit.list"]({ before: null, limit: 100 })).items.map(({ action }) => action);
