/** API keys for programs. A key is shown once, stored as a hash, and never has more rights than its owner. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { sql, type Selectable } from "kysely";

import type { IdentityApi, LiveApiKey } from "@datamantri/contracts";
import type { ApiKeyView } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

import type { AuditLog } from "../audit/audit-log.ts";
import type { ApiKeysTable } from "../database/identity-tables.ts";
import type { Db, Tx } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { earlierResultDeleted, findEarlierResult } from "../requests/idempotency.ts";
import { getUser } from "../users/users.ts";

/** `dm_<prefix>_<256 random bits>`: a format that secret scanners can recognise. */
const keyForm = /^dm_([0-9a-f]{8})_[A-Za-z0-9_-]{43}$/;

/**
 * Failure: one transaction; a repeat of the request finds the key by its id. The secret is not shown again.
 *
 * @throws PipelineError as `findEarlierResult`.
 */
export async function createApiKey(
  db: Db,
  sealer: Sealer,
  audit: AuditLog,
  { id, owner_id, name, role, scopes, expires_at, caller }: IdentityApi["api_keys.create"][0],
): Promise<IdentityApi["api_keys.create"][1]> {
  const prefix = randomBytes(4).toString("hex");
  const secret = `dm_${prefix}_${randomBytes(32).toString("base64url")}`;
  return db.transaction().execute(async (tx) => {
    const repeated = await findEarlierResult(tx, sealer, id, { name, role, scopes, expires_at });
    if (repeated !== undefined) return { key: await getMade(tx, repeated), secret: null };
    const key = await tx
      .insertInto("api_keys")
      .values({
        ...(id === undefined ? {} : { id }),
        owner_id,
        name,
        prefix,
        role,
        secret_hash: digest(secret),
        scopes: scopes === null ? null : [...scopes],
        expires_at: expires_at === null ? null : new Date(expires_at),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await audit.add(tx, caller, {
      action: "api_key.created",
      outcome: "succeeded",
      object: key.id,
      facts: {
        name,
        prefix,
        role,
        scopes: scopes?.join(" ") ?? null,
        expires_at,
      },
    });
    return { key: toView(key), secret };
  });
}

async function getMade(tx: Tx, id: string): Promise<ApiKeyView> {
  const made = await tx.selectFrom("api_keys").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
  if (made.revoked_at !== null) throw earlierResultDeleted("the API key was revoked");
  return toView(made);
}

/** Newest first, without revoked keys. */
export async function listApiKeys(db: Db, ownerId: string | null): Promise<readonly ApiKeyView[]> {
  const query = db.selectFrom("api_keys").selectAll().where("revoked_at", "is", null);
  const ofOwner = ownerId === null ? query : query.where("owner_id", "=", ownerId);
  const rows = await ofOwner.orderBy("created_at", "desc").orderBy("id").limit(10_000).execute();
  return rows.map(toView);
}

/** @param ownerId restricts to keys of this owner; null allows any owner's. @throws PipelineError `not_found` */
export async function revokeApiKey(
  db: Db,
  audit: AuditLog,
  { id, owner_id: ownerId, caller }: IdentityApi["api_keys.revoke"][0],
): Promise<ApiKeyView> {
  return db.transaction().execute(async (tx) => {
    const query = tx
      .updateTable("api_keys")
      .set({ revoked_at: new Date() })
      .where("id", "=", id)
      .where("revoked_at", "is", null);
    const key = await (ownerId === null ? query : query.where("owner_id", "=", ownerId))
      .returningAll()
      .executeTakeFirst();
    if (!key) throw new PipelineError("not_found", `no API key has the id ${id}`);
    await audit.add(tx, caller, {
      action: "api_key.revoked",
      outcome: "succeeded",
      object: id,
      facts: {
        name: key.name,
        prefix: key.prefix,
        owner_id: key.owner_id,
      },
    });
    return toView(key);
  });
}

/** @throws PipelineError `not_found` for an invalid key. */
export async function checkApiKey(db: Db, secret: string): Promise<LiveApiKey> {
  const prefix = keyForm.exec(secret)?.[1];
  const key =
    prefix === undefined
      ? undefined
      : await db
          .selectFrom("api_keys")
          .selectAll()
          .where("prefix", "=", prefix)
          .where("revoked_at", "is", null)
          .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", sql<Date>`now()`)]))
          .executeTakeFirst();
  if (!key || !timingSafeEqual(digest(secret), key.secret_hash)) {
    throw new PipelineError("not_found", "the API key is not valid");
  }
  await sql`
    update api_keys set last_used_at = now()
    where id = ${key.id} and (last_used_at is null or last_used_at < now() - interval '1 minute')
  `.execute(db);
  return { key: toView(key), owner: await getUser(db, key.owner_id) };
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

function toView(key: Selectable<ApiKeysTable>): ApiKeyView {
  const { id, name, prefix, role, scopes, owner_id, created_at, expires_at, last_used_at } = key;
  return {
    id,
    name,
    prefix: `dm_${prefix}`,
    role,
    scopes,
    owner_id,
    created_at: created_at.toISOString(),
    expires_at: expires_at?.toISOString() ?? null,
    last_used_at: last_used_at?.toISOString() ?? null,
  };
}
