/** A pipeline as a file that can be kept with other code and applied again. */
import { stringify } from "yaml";

import type { PipelineView } from "@datamantri/contracts";

const header = `# A pipeline of DataMantri. Apply it with: datamantri apply <folder>
# Secrets are not in it. Name an environment variable where one is needed, such as:
#   destination_config: { password: "\${WAREHOUSE_PASSWORD}" }
`;

/** YAML of what a client would send to make this pipeline, without secrets and without what is null. */
export function toPipelineFile(pipeline: PipelineView): string {
  const { name, description, source_type, source_config, destination_type, destination_config } = pipeline;
  const { mode, schedule, timezone, batch_size, mapping, catch_up } = pipeline;
  const given = {
    name,
    description,
    source_type,
    source_config,
    destination_type,
    destination_config,
    mode,
    schedule,
    timezone,
    batch_size,
    mapping,
    catch_up,
  };
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));
  return header + stringify(fields, { lineWidth: 120, keepUndefined: false });
}
