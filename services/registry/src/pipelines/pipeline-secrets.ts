import type { PipelineSecrets } from "@datamantri/resources";

/** Those that a change gives another value, or removes. */
export function changedSecrets(kept: PipelineSecrets, given: PipelineSecrets): (keyof PipelineSecrets)[] {
  const names = Object.keys(given) as (keyof PipelineSecrets)[];
  return names.filter((name) => given[name] !== undefined && (given[name] ?? null) !== (kept[name] ?? null));
}

/** Those that there are. */
export function secretsOf(secrets: PipelineSecrets): (keyof PipelineSecrets)[] {
  return changedSecrets({}, secrets);
}
