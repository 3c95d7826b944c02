import { stringify } from "yaml";

/** A value as YAML, for people and other tools: a reader of YAML 1.1 takes no word for a boolean. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }).trimEnd();
}
