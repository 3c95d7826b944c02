import type { DestinationConfig, RunConfiguration, SourceConfig } from "@datamantri/api";
import { pipelineDefaults } from "@datamantri/api/values";

/** A complete configuration; a test overrides the parts it needs. */
export function testConfiguration({
  source_config = {},
  destination_config = {},
  ...rest
}: Partial<Omit<RunConfiguration, "source_config" | "destination_config">> & {
  readonly source_config?: Partial<SourceConfig>;
  readonly destination_config?: Partial<DestinationConfig>;
} = {}): RunConfiguration {
  return {
    ...pipelineDefaults,
    name: "test",
    source_config: { project: "sandbox", ...source_config },
    destination_config: {
      host: "127.0.0.1",
      port: 5_432,
      database: "warehouse",
      user: "loader",
      schema: "public",
      table: "test",
      ...destination_config,
    },
    mode: "append",
    ...rest,
  };
}
