/**
 * Binds a secret to a server, and to how and as whom it is reached. The binding is sealed together with the secret,
 * which is released for nothing else. A user who may change a pipeline but not read its secret cannot redirect it.
 */
import { createHash } from "node:crypto";

import type { BigQueryConnection, ConnectionKind, PostgresConnection } from "@datamantri/api";
import { accessNames } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

/** Values by field name; null where nothing is set. */
type Binding = Readonly<Record<string, string | number | null>>;

export interface BoundSecret {
  readonly secret: string;
  readonly for: Binding;
}

/** A side of a pipeline or of a run, or a connection. */
type Server = { readonly [Field in keyof (BigQueryConnection & PostgresConnection)]?: string | number | undefined };

/** Binding of a secret for this side. Certificates are long, so their digest represents them. */
export function bindingOf(kind: ConnectionKind, server: Server): Binding {
  const parts: Readonly<Record<string, string | number | undefined>> = server;
  return Object.fromEntries(accessNames(kind).map((part) => [part, shorten(parts[part] ?? null)]));
}

function shorten(value: string | number | null): string | number | null {
  return typeof value === "string" && value.includes("-----BEGIN ") ? digest(value) : value;
}

export function bind(kind: ConnectionKind, server: Server, secret: string): BoundSecret {
  return { secret, for: bindingOf(kind, server) };
}

/**
 * Names the fields that differ from the secret's binding; all fields for a secret stored without one. A field that did
 * not exist when the secret was stored counts as not set.
 */
export function strayParts({ for: own }: Partial<BoundSecret>, kind: ConnectionKind, server: Server): string[] {
  const present = bindingOf(kind, server);
  return Object.keys(present).filter((part) => own === undefined || (own[part] ?? null) !== present[part]);
}

/**
 * Releases a secret's text; there is no other way to read it.
 *
 * @param toError makes the error from the differing fields when the secret is bound to something else.
 */
export function release(
  bound: BoundSecret | null | undefined,
  kind: ConnectionKind,
  server: Server,
  toError: (parts: readonly string[]) => PipelineError,
): string | null {
  if (!bound) return null;
  const parts = strayParts(bound, kind, server);
  if (parts.length > 0) throw toError(parts);
  return bound.secret;
}

/** @param what the field and its verb, such as `config.password: is`. */
export function neededAgain(what: string, parts: readonly string[]): PipelineError {
  return new PipelineError("request_invalid", `${what} needed again, because ${parts.join(", ")} changed`);
}

/** Makes the error for a run whose server is no longer the one that the secret is bound to. */
export function secretMoved(owner: string): (parts: readonly string[]) => PipelineError {
  return (parts) =>
    new PipelineError("connection_moved", `${owner} was changed after the run was queued: ${parts.join(", ")}`);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
