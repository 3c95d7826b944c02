/** A pipeline as a file that can be stored with other code and applied again. */
import { configurationOf, type PipelineView } from "@datamantri/api";

const header = `# A pipeline of DataMantri. Apply it with: datamantri apply <folder>
# Secrets are not in it. Name an environment variable where one is needed, such as:
#   destination_config: { password: "\${WAREHOUSE_PASSWORD}" }
`;

const paused = `# It was paused when this file was written. Applying this file creates an active pipeline.
`;

/** Writes as YAML what a client would send to create this pipeline, without secrets and nulls. */
export async function toPipelineFile(pipeline: PipelineView): Promise<string> {
  // Imported on use: it is a tenth of what a gateway would load at its start.
  const { stringify } = await import("yaml");
  const fields = Object.fromEntries(
    Object.entries(configurationOf(pipeline)).filter(([, value]) => value !== null && value !== undefined),
  );
  return header + (pipeline.is_active ? "" : paused) + stringify(fields, { lineWidth: 120, keepUndefined: false });
}
