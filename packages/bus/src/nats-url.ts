import { PipelineError } from "@datamantri/runtime";

export interface NatsAddress {
  /** host:port of each server, for the client and for people. */
  readonly servers: readonly string[];
  readonly user?: string;
  readonly pass?: string;
  /** True if a connection without TLS is refused. Otherwise the server decides. */
  readonly needsTls: boolean;
}

/**
 * Reads NATS_URL. User, password and `tls:` of the first server hold for all.
 *
 * @throws PipelineError `config_invalid`, without repeating the URL.
 */
export function parseNatsUrl(url: string): NatsAddress {
  const servers = url.split(",").map((text) => {
    // "host:4222" parses too, as a scheme without a host, and the client would use its default: localhost.
    const parsed = URL.canParse(text) ? new URL(text) : undefined;
    if ((parsed?.protocol === "nats:" || parsed?.protocol === "tls:") && parsed.host !== "") return parsed;
    throw new PipelineError("config_invalid", "NATS_URL must look like nats://user:password@host:4222");
  });
  const { username, password, protocol } = servers[0]!;
  return {
    servers: servers.map((server) => server.host),
    ...(username === "" ? {} : { user: decode(username), pass: decode(password) }),
    needsTls: protocol === "tls:",
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new PipelineError("config_invalid", "NATS_URL: write % as %25 in user and password");
  }
}
