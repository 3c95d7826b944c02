import type { Pipeline } from "../api/types.ts";
import { controls } from "./controls.ts";
import type { Draft } from "./draft.ts";
import { fields } from "./fields.ts";
import { valueAt } from "./paths.ts";

export const emptyDraft: Draft = {
  ...(Object.fromEntries(fields.map(({ path, control }) => [path, controls[control].empty])) as unknown as Draft),
  "destination_config.port": "5432",
  "destination_config.schema": "public",
  timezone: "UTC",
  reads: "table",
  target: "new",
};

export function toDraft(pipeline: Pipeline): Draft {
  const loaded = fields.map(({ path, control, load }) => {
    const value = valueAt(pipeline, path);
    const held = value === undefined ? controls[control].empty : controls[control].load(value);
    return [path, load ? load(pipeline) : held];
  });
  const reads = pipeline.source_config.query === undefined ? "table" : "query";
  return { ...(Object.fromEntries(loaded) as Draft), reads, target: "existing" };
}
