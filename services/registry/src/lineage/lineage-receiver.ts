import { sql } from "kysely";

import { PipelineError, type Secret } from "@datamantri/runtime";

import type { Db } from "../database/open-database.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { WebhookSecrets } from "../webhooks/sign.ts";

/** Id of the one webhook that the settings create. */
export const lineageReceiverId = "0198c1f2-0000-7000-8000-6f6c696e6561";

export interface LineageOptions {
  /** The server's URL, without `/api/v1/lineage`; empty when there is none. */
  readonly url: string;
  /** Empty if the server needs none. */
  readonly apiKey: Secret;
  /** Namespace of the jobs: pipelines. */
  readonly namespace: string;
}

/**
 * Creates the receiver from the settings, or disables it. Every registry does so when it starts.
 *
 * @throws PipelineError `config_invalid`
 */
export async function setLineageReceiver(db: Db, sealer: Sealer, options: LineageOptions): Promise<void> {
  if (options.url === "") {
    await db
      .updateTable("webhooks")
      .set({ is_active: false, disabled_reason: "OPENLINEAGE_URL is not set", updated_at: sql<Date>`now()` })
      .where("id", "=", lineageReceiverId)
      .execute();
    return;
  }
  const url = toEndpoint(options.url);
  const bearer = options.apiKey.reveal();
  const sealed: WebhookSecrets = { url: url.href, signing: null, ...(bearer !== "" && { bearer }) };
  const receiver = {
    name: options.namespace,
    url_shown: url.origin + url.pathname,
    secrets: sealer.seal("webhook", lineageReceiverId, sealed),
    is_active: true,
    disabled_reason: null,
  };
  await db
    .insertInto("webhooks")
    .values({ ...receiver, id: lineageReceiverId, format: "openlineage", event_types: [], created_by: "settings" })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ ...receiver, updated_at: sql<Date>`now()` }))
    .execute();
}

/** https://openlineage.io/apidocs/openapi/#tag/OpenLineage/operation/postRunEvent */
function toEndpoint(text: string): URL {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new PipelineError("config_invalid", "OPENLINEAGE_URL must be an http or https URL");
  }
  return new URL(`${url.pathname.replace(/\/+$/, "")}/api/v1/lineage`, url);
}
