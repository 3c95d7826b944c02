/** How servers are reached: the fields that typed-in configurations and stored connections have alike. */
import { z } from "@hono/zod-openapi";

import { isNeverReached, type ErrorCode } from "@datamantri/runtime";

/** What an address is told that nobody reaches; names are judged where they are used. */
const neverReached = {
  error: "may not be reached: it is link-local, a cloud machine's own, or no single machine's",
  params: { code: "egress_refused" satisfies ErrorCode },
};

/** An http or https address. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .refine((text) => !URL.canParse(text) || !isNeverReached(new URL(text).hostname), neverReached);

export const name = z.string().trim().min(1).max(1_024);

export const host = name.refine((text) => !isNeverReached(text), neverReached);

/** Letters, digits, hyphens and, for old domain-scoped projects, dots and colons. */
export const project = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.:-]{0,299}$/, "is no project id");

/** Whether nothing in it may be secret: readers see it. */
function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !url.username && !url.password && !url.search && !url.hash;
}

const reference = "Or where the worker finds it: `file:name` or `env:NAME` (docs/security.md).";

export const bigQueryServer = {
  project,
  api_endpoint: httpUrl
    .refine(isPlainAddress, "must be an address alone: a user, a password or a query would be shown to everybody")
    .optional(),
  impersonate_service_account: z.email().optional(),
  /** A credentials file of Google's, as JSON or as its text. Write-only. */
  credentials: z
    .union([z.string().min(2), z.record(z.string(), z.unknown())])
    .nullish()
    .meta({ writeOnly: true, description: `A credentials file of Google's, as JSON or as its text. ${reference}` }),
};

export const defaultPort = 5_432;

export const postgresServer = {
  host,
  port: z.int().min(1).max(65_535).default(defaultPort),
  database: name,
  user: name,
  /** Write-only. */
  password: z.string().max(1_024).nullish().meta({ writeOnly: true, format: "password", description: reference }),
  ssl_mode: z.enum(["disable", "require", "verify-full"]).optional(),
};

/** The stored connection that a pipeline names instead of these fields. */
export const connectionId = z.uuid().optional().meta({ description: "A stored connection: instead of what it says." });

/** The pipeline that is changed meanwhile. */
export const secretOf = z.uuid().optional().meta({
  description: "A pipeline: its stored secret is used where none is given, for the server that it was stored for.",
});

/** A credentials file as the services take it: as text; null for none. */
export function credentialsText(credentials: z.output<typeof bigQueryServer.credentials>): string | null {
  if (credentials === undefined || credentials === null) return null;
  return typeof credentials === "string" ? credentials : JSON.stringify(credentials);
}
