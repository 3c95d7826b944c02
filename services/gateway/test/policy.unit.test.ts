import { describe, expect, test } from "vitest";

import { roles, scopes, type Role, type UserView } from "@datamantri/api";

import { toTemplate } from "../src/auth/authenticate.ts";
import type { Identity } from "../src/auth/identity.ts";
import { policy, publicRoutes, whyDenied } from "../src/auth/policy.ts";
import { openApp } from "./test-auth.ts";

const served = new Set(
  openApp()
    .routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${toTemplate(path)}`),
);

function identityOf(role: Role, more: Partial<Identity> = {}): Identity {
  const user: UserView = { id: "1", email: "a@b.c", full_name: null, is_active: true, role, created_at: "" };
  const actor = { kind: "user", id: "1", name: "a@b.c" } as const;
  return { user, actor, role, scopes: null, sessionId: "2", isCookie: false, ...more };
}

describe("the policy", () => {
  test("has a line for every operation that is served, and no other", () => {
    expect(Object.keys(policy).toSorted()).toEqual([...served].toSorted());
  });

  test("is open to strangers only where a login needs it", () => {
    expect([...publicRoutes].filter((operation) => operation.startsWith("POST "))).toEqual([
      "POST /api/v1/auth/login",
      "POST /api/v1/auth/refresh",
      "POST /api/v1/auth/session",
    ]);
    expect([...publicRoutes].filter((operation) => operation.includes("{"))).toEqual([]);
  });

  test("refuses what it does not have, to everybody", () => {
    for (const role of roles) expect(whyDenied(identityOf(role), undefined)).toBeDefined();
  });

  test("lets a viewer change nothing but their own account", () => {
    for (const [operation, access] of Object.entries(policy)) {
      if (operation.startsWith("GET ") || access === "public" || access === "own account") continue;
      expect([operation, whyDenied(identityOf("viewer"), access)]).toEqual([operation, expect.any(String)]);
    }
  });

  test("gives every role all that the one before it has", () => {
    for (const access of Object.values(policy)) {
      const allowed = roles.map((role) => whyDenied(identityOf(role), access) === undefined);
      expect(allowed).toEqual(allowed.toSorted((a, b) => Number(a) - Number(b)));
    }
  });

  test("lets an API key do what its scopes say, as far as its role goes, and never touch accounts or keys", () => {
    for (const [operation, access] of Object.entries(policy)) {
      for (const scope of scopes) {
        const key = identityOf("admin", { sessionId: null, scopes: [scope] });
        const isAllowed = whyDenied(key, access) === undefined;
        const isExpected =
          access === "public" || access === "anybody known" || (access !== "own account" && access.scope === scope);
        expect([operation, scope, isAllowed]).toEqual([operation, scope, isExpected]);
      }
    }
    const access = { role: "editor", scope: "pipelines:write" } as const;
    const key = identityOf("viewer", { sessionId: null, scopes: ["pipelines:write"] });
    expect(whyDenied(key, access)).toMatch(/role editor/);
  });
});
