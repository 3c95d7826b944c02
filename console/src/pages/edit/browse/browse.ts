/** Lists a server's contents: by a stored connection, or by the typed fields and the pipeline's stored secret. */
import { dataOf } from "@datamantri/client";
import { accessOf, quoteBigQueryName } from "@datamantri/api/values";
import { queryOptions } from "@tanstack/react-query";

import { api } from "../../../api/client.ts";
import type { DestinationListing, Pipeline, SourceListing } from "../../../api/types.ts";
import { useSettled } from "../../../format/use-settled.ts";
import type { Draft, Secrets } from "../../../pipeline-fields/draft.ts";
import { toInput, toSourceInput } from "../../../pipeline-fields/to-input.ts";

/** A number for each state of the typed secrets, so that the cache's keys contain no secret. */
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

/** The server and the credentials. */
export interface Access {
  readonly draft: Draft;
  readonly secrets: Secrets;
  readonly base: Pipeline | undefined;
}

/** The access data after a pause in typing, so that no server is queried with incomplete input. */
export function useSettledAccess({ draft, secrets, base }: Access): Access & { readonly isSettled: boolean } {
  const settled = { draft: useSettled(draft, 400), secrets: useSettled(secrets, 400) };
  return { ...settled, base, isSettled: settled.draft === draft && settled.secrets === secrets };
}

/** Typed fields that reach BigQuery. */
export function sourceAccess({ draft, secrets, base }: Access) {
  const { source_config } = toInput(draft, secrets);
  const { credentials } = source_config;
  return {
    project: "",
    ...accessOf("bigquery", source_config),
    ...(credentials ? { credentials } : storedOf(base)),
  };
}

/** Typed fields that reach PostgreSQL. */
export function destinationAccess({ draft, secrets, base }: Access) {
  const { destination_config } = toInput(draft, secrets);
  const { password } = destination_config;
  return {
    config: { host: "", port: 5_432, database: "", user: "", ...accessOf("postgres", destination_config) },
    ...(password ? { password } : storedOf(base)),
  };
}

function storedOf(base: Pipeline | undefined): { readonly pipeline_id?: string } {
  return base === undefined ? {} : { pipeline_id: base.id };
}

/** Datasets, the tables of one, or a table with its first rows. */
export function sourceListingQuery(access: Access, place: { readonly dataset?: string; readonly table?: string }) {
  const { "source_config.connection_id": id, "source_config.data_project": dataProject } = access.draft;
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
  const { "destination_config.connection_id": id } = access.draft;
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

/** Price of a query over every column and row, which a full verification runs in each run. */
export function wholeScanQuery(access: Access, columns: readonly string[]) {
  const { draft, secrets, base } = access;
  const { "source_config.data_project": project, "source_config.dataset": dataset } = draft;
  const place = [project, dataset, draft["source_config.table"]].filter(Boolean).join(".");
  const query = `select ${columns.map(quoteBigQueryName).join(", ")} from ${quoteBigQueryName(place)}`;
  const body = toSourceInput(
    { ...draft, reads: "query", "source_config.query": query, "mapping.columns": [] },
    secrets,
  );
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
