import { roles, type Role } from "@datamantri/api";
import { PipelineError } from "@datamantri/runtime";

/** Maps the values of a claim to roles. */
export interface RoleMapping {
  /** Name of the claim: its value is a string or a list of strings. */
  readonly claim: string;
  readonly roles: ReadonlyMap<string, Role>;
}

/**
 * Parses `group=role; other group=role`; the group `*` matches every user.
 *
 * @throws PipelineError `config_invalid` that names the setting.
 */
export function parseRoleMapping(setting: string, claim: string, text: string): RoleMapping {
  const pairs = text.split(";").map((pair) => pair.trim());
  const entries = pairs.filter(Boolean).map((pair): [string, Role] => {
    const split = pair.lastIndexOf("=");
    const role = roles.find((name) => name === pair.slice(split + 1).trim());
    if (split < 1 || role === undefined) {
      throw new PipelineError(
        "config_invalid",
        `${setting}: "${pair}" is not of the form group=role with one of the roles ${roles.join(", ")}`,
      );
    }
    return [pair.slice(0, split).trim(), role];
  });
  return { claim, roles: new Map(entries) };
}

/** The highest role that the claims map to; undefined for none, which refuses the sign-in. */
export function roleOf(
  { claim, roles: mapping }: RoleMapping,
  claims: Readonly<Record<string, unknown>>,
): Role | undefined {
  const value = claims[claim];
  const groups = ["*", ...(Array.isArray(value) ? value : [value])].filter((group) => typeof group === "string");
  const given = new Set(groups.map((group) => mapping.get(group)));
  return roles.findLast((role) => given.has(role));
}
