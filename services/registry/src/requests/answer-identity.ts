import type { ApiHandlers } from "@datamantri/bus";
import type { IdentityApi } from "@datamantri/contracts";

import { checkApiKey, createApiKey, listApiKeys, revokeApiKey } from "../api-keys/api-keys.ts";
import { listAuditEntries, recordAuditEvents, verifyAuditLog } from "../audit/audit-log.ts";
import type { Db } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { changeOwnPassword, confirmIdentity, logIn, logInExternally } from "../sessions/log-in.ts";
import { checkBrowserSession, getLiveSession, listSessions, logOut, refreshSession } from "../sessions/sessions.ts";
import { changeUser, createUser, getUser, listUsers } from "../users/users.ts";

/** The registry's answers about users, sessions, API keys and the audit log. */
export function answerIdentityRequests(db: Db, sealer: Sealer): ApiHandlers<IdentityApi> {
  return {
    "sessions.open": (login) => logIn(db, sealer, login),
    "sessions.open_external": (login) => logInExternally(db, sealer, login),
    "sessions.refresh": ({ token, caller }) => refreshSession(db, sealer, token, caller),
    "sessions.get": ({ id }) => getLiveSession(db, id),
    "sessions.check": ({ token }) => checkBrowserSession(db, sealer, token),
    "sessions.confirm": (request) => confirmIdentity(db, request),
    "sessions.list": ({ user_id }) => listSessions(db, user_id),
    "sessions.end": async (which) => ({ ended_count: await logOut(db, which) }),
    "users.get": ({ id }) => getUser(db, id),
    "users.list": () => listUsers(db),
    "users.create": (user) => createUser(db, sealer, user),
    "users.change": ({ id, change, caller }) => changeUser(db, id, change, caller),
    "users.change_own_password": (change) => changeOwnPassword(db, change),
    "api_keys.create": (key) => createApiKey(db, sealer, key),
    "api_keys.list": ({ owner_id }) => listApiKeys(db, owner_id),
    "api_keys.revoke": (which) => revokeApiKey(db, which),
    "api_keys.check": ({ secret }) => checkApiKey(db, secret),
    "audit.record": async ({ events, caller }) => {
      await recordAuditEvents(db, caller, events);
      return {};
    },
    "audit.list": (request) => listAuditEntries(db, request),
    "audit.verify": () => verifyAuditLog(db),
  };
}
