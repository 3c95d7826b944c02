import { stringify } from "yaml";

/** A value as YAML, for people and for whatever they paste it into: readers of YAML 1.1 take no word for a truth value. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }).trimEnd();
}
