import { PipelineError } from "@datamantri/runtime";

import type { Db } from "./open-database.ts";

type Thing = "connection" | "pipeline" | "run" | "user" | "webhook";

export function toNotFound(what: Thing, id: string): PipelineError {
  return new PipelineError("not_found", `no ${what} has the id ${id}`);
}

/** @throws PipelineError `not_found` */
export function notFound(what: Thing, id: string): never {
  throw toNotFound(what, id);
}

/** Distinguishes an empty list from an unknown owner; archived pipelines exist. @throws PipelineError `not_found` */
export async function assertExists(db: Db, what: "pipeline" | "run", id: string): Promise<void> {
  const row = await db.selectFrom(`${what}s`).select("id").where("id", "=", id).executeTakeFirst();
  if (!row) notFound(what, id);
}
