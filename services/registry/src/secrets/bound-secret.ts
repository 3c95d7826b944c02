/**
 * A secret belongs to a server, and to how and as whom it is reached there. What it was given for is sealed together with it,
 * and it is released for nothing else: who may change a pipeline, but not read its secret, cannot have it sent elsewhere.
 */
import { createHash } from "node:crypto";

import type { BigQueryConnection, ConnectionKind, PostgresConnection } from "@datamantri/api";
import { secretIsFor } from "@datamantri/api/values";
import { PipelineError } from "@datamantri/runtime";

/** By the names of the fields. Null where nothing is set. */
type Binding = Readonly<Record<string, string | number | null>>;

export interface BoundSecret {
  readonly secret: string;
  readonly for: Binding;
}

/** A side of a pipeline, of a run, or a connection. */
type Server = { readonly [Field in keyof (BigQueryConnection & PostgresConnection)]?: string | number | undefined };

/** What a secret of this side is for. Certificates are long: their digest stands for them. */
export function bindingOf(kind: ConnectionKind, server: Server): Binding {
  const parts: Readonly<Record<string, string | number | undefined>> = server;
  return Object.fromEntries(secretIsFor[kind].map((part) => [part, shorten(parts[part] ?? null)]));
}

function shorten(value: string | number | null): string | number | null {
  return typeof value === "string" && value.includes("-----BEGIN ") ? digest(value) : value;
}

export function bind(kind: ConnectionKind, server: Server, secret: string): BoundSecret {
  return { secret, for: bindingOf(kind, server) };
}

/**
 * Which parts of the server are not those that the secret was given for; all of one that was stored without them. A part
 * that did not exist when the secret was stored was not set then.
 */
export function strayParts({ for: own }: Partial<BoundSecret>, kind: ConnectionKind, server: Server): string[] {
  const present = bindingOf(kind, server);
  return Object.keys(present).filter((part) => own === undefined || (own[part] ?? null) !== present[part]);
}

/**
 * The only way to a secret's text.
 *
 * @param toError what is thrown when it was given for something else; gets the fields that differ.
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

/** The error for a run whose server is no longer the one that the secret is bound to. */
export function secretMoved(owner: string): (parts: readonly string[]) => PipelineError {
  return (parts) =>
    new PipelineError("connection_moved", `${owner} was changed after the run was queued: ${parts.join(", ")}`);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
