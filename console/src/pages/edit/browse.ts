/** What there is on either side, by a stored connection or by what is typed, with a stored secret where there is one. */
import { dataOf } from "@datamantri/client";
import { queryOptions } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { DestinationListing, Pipeline, SourceListing } from "../../api/types.ts";
import type { Draft, Secrets } from "./draft.ts";
import { toSourceInput } from "./to-input.ts";

/** Which secrets were typed, told without them: a key of the cache holds none. */
const typed = new WeakMap<Secrets, number>();
let typedCount = 0;

function numberOf(secrets: Secrets): number {
  const known = typed.get(secrets);
  if (known !== undefined) return known;
  typedCount += 1;
  typed.set(secrets, typedCount);
  return typedCount;
}

const listing = { staleTime: 60_000, retry: false } as const;

/** Who is asked, and as whom. */
export interface Access {
  readonly draft: Draft;
  readonly secrets: Secrets;
  readonly base: Pipeline | undefined;
}

/** The way to BigQuery as it is typed. */
export function sourceAccess({ draft, secrets, base }: Access) {
  return {
    project: draft.project,
    ...(draft.apiEndpoint ? { api_endpoint: draft.apiEndpoint } : {}),
    ...(draft.impersonate ? { impersonate_service_account: draft.impersonate } : {}),
    ...(secrets.credentials ? { credentials: secrets.credentials } : storedOf(base)),
  };
}

/** The way to PostgreSQL as it is typed. */
export function destinationAccess({ draft, secrets, base }: Access) {
  const { host, port, database, user, sslMode } = draft;
  return {
    config: { host, port: Number(port) || 5_432, database, user, ...(sslMode ? { ssl_mode: sslMode } : {}) },
    ...(secrets.password ? { password: secrets.password } : {}),
    ...(secrets.password ? {} : storedOf(base)),
  };
}

function storedOf(base: Pipeline | undefined): { readonly pipeline_id?: string } {
  return base === undefined ? {} : { pipeline_id: base.id };
}

/** Datasets, the tables of one, or a table with its first rows. */
export function sourceListingQuery(access: Access, place: { readonly dataset?: string; readonly table?: string }) {
  const { sourceConnection: id, dataProject } = access.draft;
  const where = { ...place, ...(dataProject ? { data_project: dataProject } : {}) };
  const { credentials: _secret, ...server } = { credentials: "", ...sourceAccess(access) };
  return queryOptions({
    queryKey: ["browse-source", id || server, id ? 0 : numberOf(access.secrets), where],
    queryFn: async (): Promise<SourceListing> => {
      if (id === "") {
        return dataOf(api.POST("/api/v1/connections/browse-source", { body: { ...sourceAccess(access), ...where } }));
      }
      const call = api.POST("/api/v1/connections/{id}/browse", { params: { path: { id } }, body: where });
      return (await dataOf(call)) as SourceListing;
    },
    ...listing,
  });
}

/** Schemas, the tables of one, or a table with a few rows. */
export function destinationListingQuery(access: Access, place: { readonly schema?: string; readonly table?: string }) {
  const { destinationConnection: id } = access.draft;
  const { config, ...secret } = destinationAccess(access);
  return queryOptions({
    queryKey: ["browse-destination", id || config, id ? 0 : numberOf(access.secrets), access.base?.id, place],
    queryFn: async (): Promise<DestinationListing> => {
      if (id === "") {
        const body = { ...config, ...secret, ...place };
        return dataOf(api.POST("/api/v1/connections/browse-destination", { body }));
      }
      const call = api.POST("/api/v1/connections/{id}/browse", { params: { path: { id } }, body: place });
      return (await dataOf(call)) as DestinationListing;
    },
    ...listing,
  });
}

/** What a query over every column and row of the table would bill: a full verification asks for one in each run. */
export function wholeScanQuery(access: Access, columns: readonly string[]) {
  const { draft, secrets, base } = access;
  const place = [draft.dataProject, draft.dataset, draft.table].filter(Boolean).join(".");
  const query = `select ${columns.map((name) => `\`${name}\``).join(", ")} from \`${place}\``;
  const body = toSourceInput({ ...draft, reads: "query", query, columns: [] }, secrets);
  const { credentials: _secret, ...source } = body.source_config;
  return queryOptions({
    queryKey: ["whole-scan", source, numberOf(secrets)],
    queryFn: async () => {
      const params = { query: base === undefined ? {} : { pipeline_id: base.id } };
      return (await dataOf(api.POST("/api/v1/pipelines/estimate", { params, body }))).estimate;
    },
    ...listing,
  });
}
