import type { ApiHandlers } from "@datamantri/bus";
import type { AuditEvent } from "@datamantri/api";
import type { AuditAnchor, IdentityApi } from "@datamantri/contracts";
import { PipelineError } from "@datamantri/runtime";

import { checkApiKey, createApiKey, listApiKeys, revokeApiKey } from "../api-keys/api-keys.ts";
import { auditPurpose } from "../audit/audit-chain.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { listAuditEntries } from "../audit/list-audit-entries.ts";
import { verifyAuditLog } from "../audit/verify-audit-log.ts";
import type { Db } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { changeOwnPassword, confirmIdentity, logIn, logInExternally } from "../sessions/log-in.ts";
import { checkBrowserSession, getLiveSession, listSessions, logOut, refreshSession } from "../sessions/sessions.ts";
import { changeUser, createUser, getUser, listUsers } from "../users/users.ts";

/** Answers requests about users, sessions, API keys and the audit log. */
export function answerIdentityRequests(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  readAnchor: () => Promise<AuditAnchor | undefined>,
): ApiHandlers<IdentityApi> {
  return {
    "sessions.open": (login) => logIn(db, sealer, audit, login),
    "sessions.open_external": (login) => logInExternally(db, sealer, audit, login),
    "sessions.refresh": (request) => refreshSession(db, sealer, audit, request),
    "sessions.get": ({ id }) => getLiveSession(db, id),
    "sessions.check": ({ token }) => checkBrowserSession(db, sealer, token),
    "sessions.confirm": (request) => confirmIdentity(db, audit, request),
    "sessions.list": ({ user_id }) => listSessions(db, user_id),
    "sessions.end": async (which) => ({ ended_count: await logOut(db, audit, which) }),
    "users.get": ({ id }) => getUser(db, id),
    "users.list": () => listUsers(db),
    "users.create": (user) => createUser(db, sealer, audit, user),
    "users.change": (request) => changeUser(db, audit, request),
    "users.change_own_password": (change) => changeOwnPassword(db, audit, change),
    "api_keys.create": (key) => createApiKey(db, sealer, audit, key),
    "api_keys.list": ({ owner_id }) => listApiKeys(db, owner_id),
    "api_keys.revoke": (which) => revokeApiKey(db, audit, which),
    "api_keys.check": ({ secret }) => checkApiKey(db, secret),
    "audit.record": async (request) => {
      await recordRequests(audit, request);
      return {};
    },
    "audit.list": (request) => listAuditEntries(db, request),
    "audit.verify": async () => verifyAuditLog(db, sealer.keysFor(auditPurpose), await readAnchor()),
  };
}

/** What a gateway says of requests. Counted refusals delay nobody. */
async function recordRequests(
  audit: AuditLog,
  { events, caller, user_id: userId }: IdentityApi["audit.record"][0],
): Promise<void> {
  if (caller.actor.kind === "service") throw new PipelineError("request_invalid", "a request has no service as actor");
  const isRefused = ({ outcome }: AuditEvent): boolean => outcome === "denied" || outcome === "failed";
  await Promise.all([
    audit.record(events.filter((event) => !isRefused(event)).map((event) => ({ caller, event }))),
    audit.refuse(events.filter(isRefused).map((event) => ({ caller, event, userId }))),
  ]);
}
