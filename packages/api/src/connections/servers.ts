/** Fields that reach a server, shared by pipelines and stored connections. */
import { isNeverReached } from "@datamantri/runtime/addresses";
import { z } from "zod";

import { problemOfHost } from "./host-name.ts";

/** Names are checked when they are used: only addresses can be refused before. */
const neverReached = {
  error: "is blocked: a link-local, cloud metadata, multicast or unspecified address",
  params: { code: "egress_refused" },
};

/** An http or https address. */
export const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL" })
  .refine((text) => !URL.canParse(text) || !isNeverReached(new URL(text).hostname), neverReached);

export const name = z.string().trim().min(1).max(1_024);

export const host = name
  .superRefine((text, context) => {
    const problem = problemOfHost(text);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  })
  .refine((text) => !isNeverReached(text), neverReached)
  .meta({ title: "Host", description: "Name or address of the PostgreSQL server." });

/** Letters, digits, hyphens and, for old domain-scoped projects, dots and colons. */
export const project = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9.:-]{0,299}$/, "is not a valid project id")
  .meta({
    title: "Project",
    description:
      "Google Cloud project that runs and pays for the jobs. It also holds the table, without `data_project`.",
  });

/** True if it contains no secret: readers see it. */
function isPlainAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !url.username && !url.password && !url.search && !url.hash;
}

function isReference(text: string): boolean {
  return /^(?:file|env):/.test(text);
}

const references = "or a reference: `file:name`, `env:NAME` (docs/security.md).";

/** Fields that reach BigQuery, except for its secret. A new field is declared here and in `access.ts`. */
export const bigQueryAccess = {
  project,
  api_endpoint: httpUrl
    .refine(isPlainAddress, "must be a URL without user, password or query, because it is not secret")
    .optional()
    .meta({
      title: "API endpoint",
      description:
        "Address of a private endpoint or a BigQuery stand-in. The extractor never sends its own Google credentials there.",
    }),
  impersonate_service_account: z
    .email()
    .optional()
    .meta({ title: "Service account", description: "E-mail address of a service account to impersonate." }),
};

export const credentials = z
  .union([z.string().min(2), z.record(z.string(), z.unknown())])
  .nullish()
  .meta({
    title: "Credentials",
    writeOnly: true,
    description: `A key of a service account, or an \`authorized_user\`, as JSON or as text, ${references}`,
  });

export const bigQueryServer = { ...bigQueryAccess, credentials };

export const defaultPort = 5_432;

/** A connection string has a password, which would be shown wherever the field is. */
const isNoUrl = (text: string): boolean => !text.includes("://");

/** Fields that reach PostgreSQL, except for its secret. A new field is declared here and in `access.ts`. */
export const postgresAccess = {
  host,
  port: z
    .int()
    .min(1)
    .max(65_535)
    .default(defaultPort)
    .meta({ title: "Port", description: `Default: ${defaultPort}.` }),
  database: name
    .refine(isNoUrl, {
      error: "is the name of a database: type the parts of a connection string into their own fields",
    })
    .meta({ title: "Database", description: "Name of the database." }),
  user: name
    .refine((text) => isNoUrl(text) && !text.includes(":"), {
      error: "is the name of a role: type the password into its own field",
    })
    .meta({ title: "User", description: "Role that the loader connects as." }),
  ssl_mode: z
    .enum(["disable", "require", "verify-ca", "verify-full"], {
      error:
        "must be disable, require, verify-ca or verify-full; allow and prefer are not supported: they can fall back to plain text silently",
    })
    .optional()
    .meta({
      title: "TLS",
      description:
        "`verify-full` checks the server's certificate and name, `verify-ca` the certificate, `require` neither. " +
        "Default: `verify-full`; `disable` on this machine and for PLAIN_DESTINATIONS.",
    }),
  ssl_root_cert: z
    .string()
    .max(65_536)
    .refine((text) => text.includes("-----BEGIN CERTIFICATE-----"), "must be certificates in PEM format")
    .transform((text) => text.trim().replaceAll("\r\n", "\n"))
    .optional()
    .meta({
      title: "Root certificate",
      description:
        "Certificates, as PEM, of the authorities that may sign the server's. Default: the public authorities.",
    }),
  ssl_cert: z
    .string()
    .max(65_536)
    .refine((text) => isReference(text) || text.includes("-----BEGIN CERTIFICATE-----"), {
      error: "must be a certificate in PEM format or a reference to one (file:name, env:NAME)",
    })
    .transform((text) => text.trim().replaceAll("\r\n", "\n"))
    .optional()
    .meta({
      title: "Client certificate",
      description: `For servers that require one, with its intermediate certificates. As PEM ${references}`,
    }),
  ssl_key: z
    .string()
    .max(200)
    .refine(isReference, { error: "must be a reference: file:name or env:NAME. The key stays with the loader" })
    .optional()
    .meta({
      title: "Client key",
      description: "Where the loader finds the certificate's private key: `file:name`, `env:NAME` (docs/security.md).",
    }),
  require_auth: z
    .enum(["scram-sha-256", "md5", "password"])
    .optional()
    .meta({
      title: "Authentication",
      description:
        "The weakest way that the server may ask for. `md5` and `password` reveal the password to the server and, " +
        "without TLS, to anyone on the network. Default: `scram-sha-256`.",
    }),
};

export const password = z
  .string()
  .max(1_024)
  .nullish()
  .meta({ title: "Password", writeOnly: true, format: "password", description: `The password, ${references}` });

export const postgresServer = { ...postgresAccess, password };

/** The stored connection that a pipeline uses instead of these fields. */
export const connectionId = z.uuid().optional().meta({
  title: "Connection",
  description: "Stored connection that provides the server's fields and secret, which must be omitted here.",
});

/** The pipeline that is being changed. */
export const secretOf = z.uuid().optional().meta({
  description: "Pipeline whose stored secret is used when none is given, only for that secret's server.",
});

/** A credentials file as text, as the services expect it; null for none. */
export function credentialsText(given: z.output<typeof credentials>): string | null {
  if (given === undefined || given === null) return null;
  return typeof given === "string" ? given : JSON.stringify(given);
}
