import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { sql, type Selectable } from "kysely";

import type { Caller, ExternalIdentity, IdentityApi } from "@datamantri/contracts";
import type { UserView } from "@datamantri/api";
import { PipelineError, type Secret } from "@datamantri/runtime";

import type { AuditLog } from "../audit/audit-log.ts";
import { isUniqueViolation } from "../database/violations.ts";
import type { UsersTable } from "../database/identity-tables.ts";
import { notFound } from "../database/not-found.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { findEarlierResult } from "../requests/idempotency.ts";
import { endSessions } from "../sessions/end-sessions.ts";
import { assertGoodPassword, hashPassword, verifyPassword } from "./password.ts";

/** Hash of a random password: checking an unknown address takes as long as a wrong password. */
const unknownUserHash = await hashPassword(crypto.randomUUID());

/** Caller in audit entries about actions of a starting process. */
const registryItself: Caller = {
  actor: { kind: "service", id: null, name: "registry" },
  address: null,
  request_id: null,
};

export type PasswordCheck =
  | { readonly outcome: "ok"; readonly user: UserView }
  | { readonly outcome: "wrong_password" }
  | { readonly outcome: "inactive" };

/** Checks an address and a password. The address ignores case. */
export async function verifyUser(db: Db, email: string, password: string): Promise<PasswordCheck> {
  const user = await db
    .selectFrom("users")
    .selectAll()
    .where(sql`lower(email)`, "=", sql`lower(${email})`)
    .executeTakeFirst();
  const isRight = await verifyPassword(password, user?.password_hash ?? unknownUserHash);
  if (!user || !isRight) return { outcome: "wrong_password" };
  return user.is_active ? { outcome: "ok", user: toUserView(user) } : { outcome: "inactive" };
}

/** @throws PipelineError `not_found` */
export async function getUser(db: Db, id: string): Promise<UserView> {
  const user = await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirst();
  return toUserView(user ?? notFound("user", id));
}

/** By address. */
export async function listUsers(db: Db): Promise<readonly UserView[]> {
  const rows = await db
    .selectFrom("users")
    .selectAll()
    .orderBy(sql`lower(email)`)
    .limit(10_000)
    .execute();
  return rows.map(toUserView);
}

/**
 * Failure: one transaction; a repeat of the request finds the user by the id. The random password is not shown again.
 *
 * @throws PipelineError `conflict` when the address is taken, or as `findEarlierResult`.
 */
export async function createUser(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  { id, email, full_name, role, password, caller }: IdentityApi["users.create"][0],
): Promise<IdentityApi["users.create"][1]> {
  if (password !== null) await assertGoodPassword(password, email);
  const initial_password = password === null ? randomPassword() : null;
  const password_hash = await hashPassword(password ?? initial_password!);
  return db.transaction().execute(async (tx) => {
    const repeated = await findEarlierResult(tx, sealer, id, { email, full_name, role, password });
    if (repeated !== undefined) return { user: await getUser(tx, repeated), initial_password: null };
    const user = await tx
      .insertInto("users")
      .values({ ...(id === undefined ? {} : { id }), email, full_name, role, password_hash })
      .returningAll()
      .executeTakeFirstOrThrow()
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? new PipelineError("conflict", `a user with the address "${email}" already exists`)
          : error;
      });
    await audit.add(tx, caller, {
      action: "user.created",
      outcome: "succeeded",
      object: user.id,
      facts: {
        email,
        role,
      },
    });
    return { user: toUserView(user), initial_password };
  });
}

/**
 * Changes the fields in `change`. A new password or deactivation ends the user's sessions.
 *
 * @throws PipelineError `conflict` when no active admin would remain, or for the password of a user who signs in
 *   elsewhere; `not_found`; `request_invalid` for a bad password.
 */
export async function changeUser(
  db: Db,
  audit: AuditLog,
  { id, change, caller }: IdentityApi["users.change"][0],
): Promise<UserView> {
  const { password, ...columns } = change;
  const password_hash = password === undefined ? undefined : await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const isLosingAdmin = change.is_active === false || (change.role !== undefined && change.role !== "admin");
    if (isLosingAdmin) await assertOtherAdmin(tx, id);
    const before = await tx.selectFrom("users").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
    if (!before) return notFound("user", id);
    if (password !== undefined) await assertMayHavePassword(before, password);
    const after = await tx
      .updateTable("users")
      .set({ ...columns, email: before.email, ...(password_hash === undefined ? {} : { password_hash }) })
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (password !== undefined || change.is_active === false) await endSessions(tx, { user_id: id });
    await audit.add(tx, caller, {
      action: "user.changed",
      outcome: "succeeded",
      object: id,
      facts: {
        email: before.email,
        role_before: before.role,
        role: after.role,
        is_active_before: before.is_active,
        is_active: after.is_active,
        is_password_new: password !== undefined,
      },
    });
    return toUserView(after);
  });
}

/** Creates the user of an identity that a provider confirms at the first sign-in, and updates it at each later one. */
export async function upsertExternalUser(tx: Tx, identity: ExternalIdentity): Promise<UserView> {
  const { issuer, subject, email, full_name, role } = identity;
  const user = await tx
    .insertInto("users")
    .values({ email, full_name, role, password_hash: null, external_issuer: issuer, external_subject: subject })
    .onConflict((conflict) =>
      conflict.columns(["external_issuer", "external_subject"]).doUpdateSet({ email, full_name, role }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch((error: unknown) => {
      if (!isUniqueViolation(error)) throw error;
      // Never linked by address: anyone who can set an address at the provider could use the account.
      throw new PipelineError("conflict", `the user "${email}" signs in another way; ask an administrator`);
    });
  return toUserView(user);
}

export interface FirstAdmin {
  readonly email: string;
  /** If empty, a random password is generated. */
  readonly password: Secret;
  /** File for a random password, for the operator; without it no password is generated. */
  readonly passwordPath: string;
}

/**
 * Creates the first user if there is none; two registries that start together create one.
 *
 * Failure: the file with the random password is written before the user is committed. A crash in between leaves a file
 * that the next start overwrites.
 */
export async function createFirstAdmin(
  db: Db,
  audit: AuditLog,
  { email, password, passwordPath }: FirstAdmin,
): Promise<boolean> {
  const isRandom = password.reveal() === "";
  if (email === "" || (isRandom && passwordPath === "")) return false;
  const chosen = isRandom ? randomPassword() : password.reveal();
  const password_hash = await hashPassword(chosen);
  return db.transaction().execute(async (tx) => {
    // Serialises registries, whatever addresses they were given.
    await tx.selectFrom("audit_head").select("sequence").forUpdate().execute();
    const inserted = await sql<{ id: string }>`
      insert into users (email, password_hash, role)
      select ${email}, ${password_hash}, 'admin'
      where not exists (select from users)
      returning id
    `.execute(tx);
    const object = inserted.rows[0]?.id;
    if (object === undefined) return false;
    if (isRandom) await writeFile(passwordPath, `${chosen}\n`, { mode: 0o600 });
    const facts = { email, role: "admin", is_password_random: isRandom };
    await audit.add(tx, registryItself, { action: "user.created", outcome: "succeeded", object, facts });
    return true;
  });
}

export function toUserView(user: Selectable<UsersTable>): UserView {
  const { id, email, full_name, is_active, role, created_at } = user;
  return { id, email, full_name, is_active, role, created_at: created_at.toISOString() };
}

/** Locks all active admins, so that two who remove each other are handled one after the other. */
async function assertOtherAdmin(tx: Tx, id: string): Promise<void> {
  const admins = await tx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where("is_active", "=", true)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (admins.every((admin) => admin.id === id) && admins.length > 0) {
    throw new PipelineError("conflict", "this is the last active admin; create another one first");
  }
}

async function assertMayHavePassword(user: Selectable<UsersTable>, password: string): Promise<void> {
  if (user.external_subject !== null) {
    throw new PipelineError("conflict", "this user signs in with the identity provider and has no password");
  }
  await assertGoodPassword(password, user.email);
}

/** 144 random bits. */
function randomPassword(): string {
  return randomBytes(18).toString("base64url");
}
