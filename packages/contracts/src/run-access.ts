/** Data about a run for workers. Secrets are beside the configuration, not in it. */
import type { RunConfiguration } from "@datamantri/api";

import type { Watermark } from "./messages.ts";

/** Everything an extractor needs to read a run's source. */
export interface RunSource {
  /** The configuration when the run was admitted. */
  readonly configuration: RunConfiguration;
  /** Where an incremental run resumes; null reads everything. */
  readonly watermark: Watermark | null;
  /** As `PipelineSecrets.source_credentials`. */
  readonly credentials: string | null;
  /** As `PipelineSecrets.mask_key`. */
  readonly mask_key: string | null;
  /** True if a run of the pipeline has succeeded; absent from an older registry. */
  readonly has_succeeded?: boolean;
  /** Key of the digests in this run's statistics; the same for its source and its destination. */
  readonly digest_key: string;
}

/** Everything a loader needs to write a run's rows. */
export interface RunDestination {
  /**
   * The configuration when the run was admitted; for an ended run with the pipeline's current access and policy for
   * invalid values.
   */
  readonly configuration: RunConfiguration;
  readonly password: string | null;
  /** See RunSource. */
  readonly digest_key: string;
}
