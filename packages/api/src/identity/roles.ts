/** In ascending order: each may do everything that the ones before it may. */
export const roles = ["viewer", "operator", "editor", "admin"] as const;
export type Role = (typeof roles)[number];

/** Whether `role` may do what `least` may. */
export function reaches(role: Role, least: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The lower of two roles. */
export function lowerRole(one: Role, other: Role): Role {
  return reaches(one, other) ? other : one;
}

/** What an API key can be limited to. */
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
