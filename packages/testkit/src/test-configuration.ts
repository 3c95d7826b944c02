import type { DestinationConfig, RunConfiguration, SourceConfig } from "@datamantri/api";

/** A whole configuration, of which a test says what it is about. */
export function testConfiguration({
  source_config = {},
  destination_config = {},
  ...rest
}: Partial<Omit<RunConfiguration, "source_config" | "destination_config">> & {
  readonly source_config?: Partial<SourceConfig>;
  readonly destination_config?: Partial<DestinationConfig>;
} = {}): RunConfiguration {
  return {
    name: "test",
    description: null,
    source_type: "bigquery",
    source_config: { project: "sandbox", ...source_config },
    destination_type: "postgres",
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
    schedule: null,
    timezone: "UTC",
    batch_size: null,
    mapping: null,
    catch_up: null,
    ...rest,
  };
}
