import type { QueryParameter } from "../sql/parameters.ts";
import type { DatasetName } from "../storage/table-name.ts";
import type { Destination } from "./destination.ts";

/** What requests of all kinds of jobs have. */
export interface CommonRequest {
  readonly projectId: string;
  readonly jobId: string;
  /** Undefined: where the data is. */
  readonly location: string | undefined;
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly jobTimeoutMs: string | undefined;
  readonly dryRun: boolean;
}

/** The dataset of names without one. */
export interface DefaultDataset extends Pick<DatasetName, "datasetId"> {
  readonly projectId?: string | undefined;
}

/** A query request, from either jobs.insert or jobs.query. */
export interface QueryRequest extends CommonRequest {
  readonly kind: "query";
  readonly sql: string;
  readonly parameters: readonly QueryParameter[];
  readonly parameterMode: string | undefined;
  readonly defaultDataset: DefaultDataset | undefined;
  readonly priority: string;
  readonly useQueryCache: boolean;
  /** As text, because REST's 64-bit integers are strings. */
  readonly maximumBytesBilled: string | undefined;
  /** Undefined: an anonymous table. */
  readonly destination: Destination | undefined;
}
