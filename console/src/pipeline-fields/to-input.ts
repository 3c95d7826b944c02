/**
 * Converts a draft to a pipeline.
 *
 * An edit loses nothing: options that the form does not know, or does not show for the selected mode, keep the
 * pipeline's values (`base`).
 */
import { pipelineDefaults } from "@datamantri/api/values";

import type { Pipeline, PipelineConfiguration, PipelineInput } from "../api/types.ts";
import { controls } from "./controls.ts";
import { needsMaskKey, noSecrets, type Draft, type DraftPath, type Secrets } from "./draft.ts";
import { fields, isShown, type Field } from "./fields.ts";
import { setAt, valueAt, type Tree } from "./paths.ts";

/** Fields of a pipeline that the API returns but does not accept. */
const onlyShown = {
  id: true,
  is_active: true,
  status: true,
  version: true,
  created_at: true,
  updated_at: true,
} satisfies Readonly<Record<Exclude<keyof Pipeline, keyof PipelineConfiguration>, true>>;

/** @param base the edited pipeline; absent for a new one. */
export function toInput(draft: Draft, secrets: Secrets, base?: Pipeline): PipelineInput {
  const kept = Object.entries(base ?? {}).filter(([name]) => !Object.hasOwn(onlyShown, name));
  const body: Tree = structuredClone(Object.fromEntries(kept));
  for (const field of fields) {
    if (isShown(field, draft) || field.send) setAt(body, field.path, sent(field, draft, secrets, base));
    else if (field.isRemovedWhenHidden) setAt(body, field.path, undefined);
  }
  const given = Object.entries(body).filter(([, value]) => value !== undefined && value !== null);
  const unset = { ...pipelineDefaults, source_config: {}, destination_config: {} };
  return { ...unset, ...(Object.fromEntries(given) as unknown as PipelineInput) };
}

function sent({ path, control, send }: Field, draft: Draft, secrets: Secrets, base: Pipeline | undefined): unknown {
  if (send) return send(draft, base);
  if (path in noSecrets) return secrets[path as keyof Secrets] || undefined;
  return controls[control].send(draft[path as DraftPath], valueAt(base, path));
}

/** Placeholder for a key that is not typed yet: the types of the columns do not depend on it. */
const anyMaskKey = "0".repeat(16);

/** Enough to inspect the source: target and schedule do not matter for that and may be missing. */
export function toSourceInput(draft: Draft, secrets: Secrets): PipelineInput {
  const maskKey = secrets["mapping.mask_key"] || (needsMaskKey(draft["mapping.columns"]) ? anyMaskKey : "");
  const { source_config, mapping } = toInput(
    { ...draft, mode: "append", "source_config.read": "", "mapping.unrepresentable": "" },
    { ...secrets, "mapping.mask_key": maskKey },
  );
  return {
    name: "check",
    source_config,
    destination_config: { host: "localhost", database: "any", user: "any", table: "any" },
    mapping: mapping ?? null,
  };
}
