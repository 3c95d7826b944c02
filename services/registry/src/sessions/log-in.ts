import type { Caller, IdentityApi, LoginOutcome, PasswordRefusal } from "@datamantri/contracts";

import type { AuditLog } from "../audit/audit-log.ts";
import type { Refusal } from "../audit/refusals.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { loginBuckets, returnLoginAttempt, takeLoginAttempt } from "../users/limit-logins.ts";
import { assertGoodPassword, hashPassword } from "../users/password.ts";
import { upsertExternalUser, verifyUser } from "../users/users.ts";
import { endSessions } from "./end-sessions.ts";
import { addSession, confirmSession, noSession } from "./sessions.ts";

/**
 * Opens a session for an address and a password. Attempts beyond the limit are refused before the password is checked,
 * and are not audited: this bounds how much a stranger can make the audit log grow.
 */
export async function logIn(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  { email, password, kind, user_agent, caller }: IdentityApi["sessions.open"][0],
): Promise<LoginOutcome> {
  const buckets = await loginBuckets(db, email, caller.address);
  const retry_after_seconds = await takeLoginAttempt(db, buckets);
  if (retry_after_seconds > 0) return { outcome: "too_many", retry_after_seconds };
  const check = await verifyUser(db, email, password);
  if (check.outcome !== "ok") {
    await audit.refuse([failedLogin(caller, email, check.outcome)]);
    return check;
  }
  return db.transaction().execute(async (tx) => {
    await returnLoginAttempt(tx, buckets);
    return { outcome: "ok", ...(await addSession(tx, sealer, audit, { user: check.user, kind, user_agent, caller })) };
  });
}

/** Opens a browser session for a user who signed in with the identity provider. */
export async function logInExternally(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  { identity, user_agent, caller }: IdentityApi["sessions.open_external"][0],
): Promise<IdentityApi["sessions.open_external"][1]> {
  const opened = await db.transaction().execute(async (tx) => {
    const user = await upsertExternalUser(tx, identity);
    return user.is_active ? addSession(tx, sealer, audit, { user, kind: "browser", user_agent, caller }) : undefined;
  });
  if (opened) return { outcome: "ok", ...opened };
  await audit.refuse([failedLogin(caller, identity.email, "inactive")]);
  return { outcome: "inactive" };
}

/** Changes the password of a user who knows the old one. Ends their other sessions. */
export async function changeOwnPassword(
  db: Db,
  audit: AuditLog,
  { id, session_id, old_password, new_password, caller }: IdentityApi["users.change_own_password"][0],
): Promise<IdentityApi["users.change_own_password"][1]> {
  return withOwnPassword(db, audit, { id, password: old_password, caller }, async (prove) => {
    await assertGoodPassword(new_password, caller.actor.name);
    const password_hash = await hashPassword(new_password);
    return prove(async (tx) => {
      await tx.updateTable("users").set({ password_hash }).where("id", "=", id).execute();
      await endSessions(tx, { user_id: id, ...(session_id === null ? {} : { except: session_id }) });
      await audit.add(tx, caller, { action: "user.password_changed", outcome: "succeeded", object: id, facts: {} });
      return { outcome: "changed" };
    });
  });
}

/** Re-authenticates the user of a session. @throws PipelineError `not_found` when the session has ended. */
export async function confirmIdentity(
  db: Db,
  audit: AuditLog,
  { user_id: id, session_id, password, caller }: IdentityApi["sessions.confirm"][0],
): Promise<IdentityApi["sessions.confirm"][1]> {
  return withOwnPassword(db, audit, { id, password, caller }, (prove) =>
    prove(async (tx) => {
      if (!(await confirmSession(tx, session_id))) throw noSession();
      await audit.add(tx, caller, {
        action: "session.confirmed",
        outcome: "succeeded",
        object: session_id,
        facts: {},
      });
      return { outcome: "confirmed" };
    }),
  );
}

/** Runs `work` in a transaction. */
type Prove = <Done>(work: (tx: Tx) => Promise<Done>) => Promise<Done>;

/** Checks the password of a user who is logged in, under the same limit as logging in. */
async function withOwnPassword<Done>(
  db: Db,
  audit: AuditLog,
  { id, password, caller }: { readonly id: string; readonly password: string; readonly caller: Caller },
  work: (prove: Prove) => Promise<Done>,
): Promise<Done | PasswordRefusal> {
  const email = caller.actor.name;
  const buckets = await loginBuckets(db, email, caller.address);
  const retry_after_seconds = await takeLoginAttempt(db, buckets);
  if (retry_after_seconds > 0) return { outcome: "too_many", retry_after_seconds };
  const check = await verifyUser(db, email, password);
  if (check.outcome !== "ok" || check.user.id !== id) {
    await audit.refuse([failedLogin(caller, email, "wrong_password")]);
    return { outcome: "wrong_password" };
  }
  return work((effect) =>
    db.transaction().execute(async (tx) => {
      await returnLoginAttempt(tx, buckets);
      return effect(tx);
    }),
  );
}

function failedLogin(caller: Caller, email: string, reason: string): Refusal {
  // The input may be long, or a password by mistake, so only a valid address is stored.
  const typed = /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email) ? email : "(no address)";
  const event = { action: "session.open", outcome: "failed", object: null, facts: { email: typed, reason } } as const;
  return { caller, event, userId: null };
}
