import type { Generated, JSONColumnType } from "kysely";

import type { PipelineAction, PipelineConfiguration } from "@datamantri/api";

export interface PipelineVersionsTable {
  pipeline_id: string;
  version: number;
  action: PipelineAction;
  changed_by: string;
  changed_at: Generated<Date>;
  configuration: JSONColumnType<PipelineConfiguration>;
  /** Names of fields, such as `destination_config.password`. */
  secrets_changed: string[];
}

export interface RequestsTable {
  id: string;
  fingerprint: Buffer;
  made_at: Generated<Date>;
}
