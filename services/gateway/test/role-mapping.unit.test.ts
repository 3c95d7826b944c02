import { describe, expect, test } from "vitest";

import { parseRoleMapping, roleOf } from "../src/auth/role-mapping.ts";

const mapping = parseRoleMapping("ROLES", "groups", "data team=editor; cn=sre,ou=it=operator ;admins=admin");

describe("groups", () => {
  test.each<[unknown, string | undefined]>([
    [["data team"], "editor"],
    [["data team", "admins", "other"], "admin"],
    ["data team", "editor"],
    [["cn=sre,ou=it"], "operator"],
    [["other"], undefined],
    [[], undefined],
    [undefined, undefined],
    [{ admins: true }, undefined],
    [[["admins"]], undefined],
  ])("%j give %s", (groups, role) => {
    expect(roleOf(mapping, { groups })).toBe(role);
  });

  test("may give everybody a role, and a group a higher one", () => {
    const open = parseRoleMapping("ROLES", "groups", "*=viewer;admins=admin");
    expect(roleOf(open, {})).toBe("viewer");
    expect(roleOf(open, { groups: ["admins"] })).toBe("admin");
  });

  test.each(["admins", "admins=root", "=admin"])("written as %s are refused by name", (text) => {
    expect(() => parseRoleMapping("OIDC_ROLES", "groups", text)).toThrow(/OIDC_ROLES/);
  });
});
