import type { PipelineSecrets } from "@datamantri/api";

/** Names of the secrets that a change replaces or removes. */
export function changedSecrets(kept: PipelineSecrets, given: PipelineSecrets): (keyof PipelineSecrets)[] {
  const names = Object.keys(given) as (keyof PipelineSecrets)[];
  return names.filter((name) => given[name] !== undefined && (given[name] ?? null) !== (kept[name] ?? null));
}

/** The secrets that are set. */
export function secretsOf(secrets: PipelineSecrets): (keyof PipelineSecrets)[] {
  return changedSecrets({}, secrets);
}
