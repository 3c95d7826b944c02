import { describe, expect, test } from "vitest";

import { roles, scopes as allScopes, type Role, type UserView } from "@datamantri/api";

import { toTemplate } from "../src/auth/authenticate.ts";
import type { Identity } from "../src/auth/identity.ts";
import { policy, provenMs, publicRoutes, whyDenied, type Access } from "../src/auth/policy.ts";
import { openApp } from "./test-auth.ts";

const now = Date.parse("2026-01-31T08:00:00Z");
const deny = (identity: Identity, access: Access | undefined) => whyDenied(identity, access, now);

const served = new Set(
  openApp()
    .routes.filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${toTemplate(path)}`),
);

function identityOf(role: Role, more: Partial<Identity> = {}): Identity {
  const user: UserView = { id: "1", email: "a@b.c", full_name: null, is_active: true, role, created_at: "" };
  const actor = { kind: "user", id: "1", name: "a@b.c" } as const;
  return { user, actor, role, scopes: null, sessionId: "2", authenticatedMs: now, isCookie: false, ...more };
}

function keyOf(role: Role, scopes: readonly string[] | null): Identity {
  const actor = { kind: "api_key", id: "3", name: "a@b.c by key" } as const;
  return identityOf(role, { actor, sessionId: null, authenticatedMs: null, scopes });
}

describe("the policy", () => {
  test("has a line for every operation that is served, and no other", () => {
    expect(Object.keys(policy).toSorted()).toEqual([...served].toSorted());
  });

  test("is public only where a login requires it", () => {
    expect([...publicRoutes].filter((operation) => operation.startsWith("POST "))).toEqual([
      "POST /api/v1/auth/login",
      "POST /api/v1/auth/refresh",
      "POST /api/v1/auth/session",
    ]);
    expect([...publicRoutes].filter((operation) => operation.includes("{"))).toEqual([]);
  });

  test("refuses unknown operations to everybody", () => {
    for (const role of roles) expect(deny(identityOf(role), undefined)).toBeDefined();
  });

  test("allows a viewer to change only their own account", () => {
    for (const [operation, access] of Object.entries(policy)) {
      if (operation.startsWith("GET ") || ["public", "own account", "own account, proven"].includes(access as string)) {
        continue;
      }
      expect([operation, deny(identityOf("viewer"), access)?.code]).toEqual([operation, "forbidden"]);
    }
  });

  test("gives every role all permissions of the one before it", () => {
    for (const access of Object.values(policy)) {
      const allowed = roles.map((role) => deny(identityOf(role), access) === undefined);
      expect(allowed).toEqual(allowed.toSorted((a, b) => Number(a) - Number(b)));
    }
  });

  test("limits an API key to its scopes and role, and never lets it change accounts or keys", () => {
    for (const [operation, access] of Object.entries(policy)) {
      for (const scope of allScopes) {
        const key = keyOf("admin", [scope]);
        const isAllowed = deny(key, access) === undefined;
        const isExpected =
          access === "public" ||
          access === "anybody known" ||
          (typeof access === "object" && "scope" in access && access.scope === scope);
        expect([operation, scope, isAllowed]).toEqual([operation, scope, isExpected]);
      }
    }
    const access = { role: "editor", scope: "pipelines:write" } as const;
    expect(deny(keyOf("viewer", ["pipelines:write"]), access)?.reason).toMatch(/role editor/);
  });

  test("requires recent authentication to create users or keys, and allows no API key to do so", () => {
    const proven = ["POST /api/v1/users", "PATCH /api/v1/users/{id}", "POST /api/v1/api-keys"];
    const isProven = (access: Access) =>
      access === "own account, proven" || (typeof access === "object" && "isProven" in access);
    expect(
      Object.keys(policy)
        .filter((operation) => isProven(policy[operation]!))
        .toSorted(),
    ).toEqual(proven.toSorted());
    for (const operation of proven) {
      const access = policy[operation];
      const codes = [0, provenMs, provenMs + 1].map(
        (ageMs) => deny(identityOf("admin", { authenticatedMs: now - ageMs }), access)?.code,
      );
      expect(codes).toEqual([undefined, undefined, "reauthentication_required"]);
      for (const scopes of [null, [...allScopes]]) expect(deny(keyOf("admin", scopes), access)?.code).toBe("forbidden");
    }
    // For another issuer: its token contains the time, or not.
    const token = identityOf("admin", { sessionId: null, authenticatedMs: null });
    expect(deny(token, policy["POST /api/v1/users"])?.code).toBe("reauthentication_required");
    expect(deny({ ...token, authenticatedMs: now }, policy["POST /api/v1/users"])).toBeUndefined();
  });
});
