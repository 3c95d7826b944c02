import { sql, type Selectable } from "kysely";

import type { LoginOutcome, UserView } from "@datamantri/contracts";
import { PipelineError, type Secret } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { UsersTable } from "../database/schema.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** Hash of nothing anybody knows: an unknown address takes as long as a wrong password. */
const unknownUserHash = await hashPassword(crypto.randomUUID());

/** Checks an address and a password. The address counts without regard to case. */
export async function verifyUser(db: Db, email: string, password: string): Promise<LoginOutcome> {
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
  if (!user) throw new PipelineError("not_found", "no such user");
  return toUserView(user);
}

/** Makes the first user when there is none, in one statement: two registries that start together make one. */
export async function createFirstAdmin(db: Db, email: string, password: Secret): Promise<boolean> {
  if (email === "" || password.reveal() === "") return false;
  const hash = await hashPassword(password.reveal());
  const result = await sql`
    insert into users (email, password_hash, role)
    select ${email}, ${hash}, 'admin'
    where not exists (select from users)
    on conflict do nothing
  `.execute(db);
  return result.numAffectedRows === 1n;
}

function toUserView(user: Selectable<UsersTable>): UserView {
  const { id, email, full_name, is_active, role, created_at } = user;
  return { id, email, full_name, is_active, role, created_at: created_at.toISOString() };
}
