import { stringify } from "yaml";

/** Formats a value as YAML in which a YAML 1.1 parser reads no text as a boolean. */
export function toYaml(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" }).trimEnd();
}
