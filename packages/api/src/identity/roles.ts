/** In ascending order: each includes the permissions of those before it. */
export const roles = ["viewer", "operator", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** True if `role` includes the permissions of `least`. */
export function reaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The lower of two roles. */
export function lowerRole(one: Role, other: Role): Role {
  return reaches(one, other) ? other : one;
}

/** Scopes that can limit an API key. */
export const scopes = [
  "pipelines:read",
  "pipelines:write",
  "rows:read",
  "runs:read",
  "runs:operate",
  "webhooks:read",
  "webhooks:write",
  "users:read",
  "audit:read",
  "system:read",
] as const;
export type Scope = (typeof scopes)[number];
