// What a service says while it cannot use NATS, and which servers it refuses. Real servers, each with a fault.
import { createServer } from "node:net";
import { once } from "node:events";

import { describe, expect, inject, onTestFinished, test } from "vitest";

import type { ServiceName } from "@datamantri/api";
import { openLog, Secret, type PipelineError } from "@datamantri/runtime";
import { startTcpProxy, testCertificates, waitFor } from "@datamantri/testkit";

import { connectNats } from "../src/connect-nats.ts";
import { parseNatsUrl } from "../src/nats-url.ts";
import { ensureTopology, openBus, type Bus } from "../src/index.ts";
import { preparePlainNats } from "./plain-nats.ts";

interface Line {
  readonly level: string;
  readonly msg: string;
  readonly solution?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly stack?: string };
}

/** A service that connects, and what it logs. */
class Opening {
  readonly lines: Line[] = [];
  readonly closed: PipelineError[] = [];
  readonly stopping = new AbortController();
  readonly bus: Promise<Bus>;

  constructor(url: string, service: ServiceName = "registry") {
    const log = openLog("test", "info", { write: (line: string) => void this.lines.push(JSON.parse(line) as Line) });
    const onClosed = (error: PipelineError) => void this.closed.push(error);
    this.bus = openBus({ url: new Secret(url), service, log, onClosed, signal: this.stopping.signal });
    this.bus.catch(() => undefined);
    onTestFinished(async () => {
      this.stopping.abort();
      await this.bus.then((bus) => bus[Symbol.asyncDispose]()).catch(() => undefined);
    });
  }

  /** The newest line with this message. */
  async wrote(msg: string, code: string): Promise<Line> {
    const find = () => this.lines.findLast((line) => line.msg === msg && line.error?.code === code);
    const line = await waitFor(find, { what: `${msg} (${code})` });
    expect(line.level).toBe("warn");
    expect(line.solution).toMatch(/\.$/);
    expect(line.error).not.toHaveProperty("stack");
    expect(JSON.stringify(this.lines)).not.toContain("correct horse");
    return line;
  }

  /** The error that ended it. */
  failure(): Promise<PipelineError> {
    return this.bus.then(
      () => {
        throw new Error("it opened");
      },
      (error: unknown) => error as PipelineError,
    );
  }
}

const large = "max_payload: 8MB";
const users = `authorization { user: loader, password: "correct horse battery staple" }`;

describe.skipIf(inject("natsServer").kind !== "binary")("a service", () => {
  test("says that nobody listens, again and again, until somebody does", async () => {
    const nats = await preparePlainNats();
    const opening = new Opening(nats.url);
    const line = await opening.wrote("waiting for NATS", "bus_unavailable");
    expect(line.error?.message).toBe(`cannot connect to NATS at ${nats.host}: connection refused`);
    const lines = () => opening.lines.filter(({ msg }) => msg === "waiting for NATS");
    await waitFor(() => lines().length > 1, { what: "a second line" });
    await nats.start(`${large}\n${nats.jetStream()}`);
    await (await opening.bus).control.flush();
  });

  test("says that the host is unknown", async () => {
    // Names below .invalid never exist: RFC 6761, section 6.4.
    const opening = new Opening("nats://nats.invalid:4222");
    const line = await opening.wrote("waiting for NATS", "bus_unavailable");
    expect(line.error?.message).toMatch(/NATS at nats\.invalid:4222: the (host name is unknown|name server)/);
  });

  test("says that something else answers on the port", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const opening = new Opening(`nats://127.0.0.1:${(server.address() as { port: number }).port}`);
    const line = await opening.wrote("waiting for NATS", "bus_unavailable");
    expect(line.error?.message).toContain("unexpected response");
  });

  test("says that it does not trust the server's certificate, and connects when there is no TLS any more", async () => {
    const nats = await preparePlainNats();
    const files = { cert: testCertificates.serverCertificate, key: testCertificates.serverKey };
    const [cert, key] = await Promise.all([
      nats.writeFile("cert.pem", files.cert),
      nats.writeFile("key.pem", files.key),
    ]);
    await nats.start(`${large}\ntls { cert_file: ${cert}, key_file: ${key} }\n${nats.jetStream()}`);
    const opening = new Opening(nats.url);
    const line = await opening.wrote("waiting for NATS", "bus_tls_failed");
    expect(line.error?.message).toContain("not signed by an authority that this process trusts");
    expect(line.solution).toContain("NODE_EXTRA_CA_CERTS");
    await nats.start(`${large}\n${nats.jetStream()}`);
    await (await opening.bus).control.flush();
  });

  test("whose URL asks for TLS does not log in without it", async () => {
    const nats = await preparePlainNats();
    await nats.start(`${large}\n${users}\n${nats.jetStream()}`);
    const opening = new Opening(`tls://loader:correct%20horse%20battery%20staple@${nats.host}`);
    const line = await opening.wrote("waiting for NATS", "bus_tls_failed");
    expect(line.error?.message).toContain("does not support 'tls'");
  });

  test("is refused by a server that wants another password, and ends", async () => {
    const nats = await preparePlainNats();
    await nats.start(`${large}\n${users}\n${nats.jetStream()}`);
    const opening = new Opening(`nats://loader:incorrect%20horse@${nats.host}`);
    const error = await opening.failure();
    expect(error).toMatchObject({ code: "bus_credentials_invalid", isRetryable: false });
    expect(error.message).toBe(`NATS at ${nats.host} refused user or password: Authorization Violation`);
    expect(error.policy.solution).toContain("NATS_URL");
  });

  // https://docs.nats.io/running-a-nats-service/configuration#limits: 1 MB by default.
  test.each(["extractor", "loader"] as const)(
    "that carries rows (%s) refuses a server that accepts only messages of the default size",
    async (service) => {
      const nats = await preparePlainNats();
      await nats.start(nats.jetStream());
      expect(await new Opening(nats.url, service).failure()).toMatchObject({
        code: "bus_misconfigured",
        message: expect.stringContaining("plain accepts messages of 1048576 bytes") as string,
      });
    },
  );

  test("that carries no rows says so until the server is reconfigured", async () => {
    const nats = await preparePlainNats();
    await nats.start(nats.jetStream());
    const opening = new Opening(nats.url);
    const { control } = await opening.bus;
    await ensureTopology(await opening.bus, { maxBatchMessages: 10, replicas: 1 });
    const said = "found max_payload of NATS too small";
    const line = await opening.wrote(said, "bus_misconfigured");
    expect(line.error?.message).toMatch(/accepts messages of 1048576 bytes, .+ Set max_payload: 8MB/);
    // https://docs.nats.io/running-a-nats-service/configuration#configuration-reloading
    await nats.reload(`${large}\n${nats.jetStream()}`);
    await waitFor(() => control.info?.max_payload === 8 * 1024 ** 2, { what: "the new limit" });
    expect(opening.closed).toEqual([]);
  });

  test("waits for JetStream, which may be starting, and says so", async () => {
    const nats = await preparePlainNats();
    await nats.start(large);
    const opening = new Opening(nats.url);
    const line = await opening.wrote("waiting for JetStream", "bus_misconfigured");
    expect(line.error?.message).toContain("nats-server plain has no JetStream. Enable it");
    await nats.start(`${large}\n${nats.jetStream()}`);
    await opening.bus;
  });

  test("says that JetStream is off for its account", async () => {
    const nats = await preparePlainNats();
    const accounts = (jetstream: string) =>
      `accounts { APP { ${jetstream}, users: [{ user: loader, password: "correct horse battery staple" }] } }`;
    await nats.start(`${large}\n${nats.jetStream()}\n${accounts("jetstream: disabled")}`);
    const opening = new Opening(`nats://loader:correct%20horse%20battery%20staple@${nats.host}`);
    const line = await opening.wrote("waiting for JetStream", "bus_misconfigured");
    expect(line.error?.message).toContain("not enabled for account");
    await nats.start(`${large}\n${nats.jetStream()}\n${accounts("jetstream: enabled")}`);
    await opening.bus;
  });
});

describe.skipIf(inject("natsServer").kind !== "binary")("a service that runs", () => {
  test("says why it cannot reconnect", async () => {
    const nats = await preparePlainNats();
    await nats.start(`${large}\n${nats.jetStream()}`);
    const opening = new Opening(nats.url);
    const bus = await opening.bus;
    await nats.stop();
    const line = await opening.wrote("waiting for NATS", "bus_unavailable");
    expect(line.error?.message).toContain("connection refused");
    await nats.start(`${large}\n${nats.jetStream()}`);
    await waitFor(() => bus.control.rtt(), { what: "the connection" });
    expect(opening.closed).toEqual([]);
  });

  test("ends when it comes to a server of the cluster that accepts only small messages", async () => {
    const [good, small] = [await preparePlainNats(), await preparePlainNats()];
    await Promise.all([good.start(`${large}\n${good.jetStream()}`), small.start(small.jetStream())]);
    await using first = await startTcpProxy({ host: "127.0.0.1", port: good.port });
    await using second = await startTcpProxy({ host: "127.0.0.1", port: small.port });
    second.mode = { kind: "reset" };
    const opening = new Opening(`nats://127.0.0.1:${first.port},nats://127.0.0.1:${second.port}`, "loader");
    await opening.bus;
    second.mode = { kind: "pass" };
    first.mode = { kind: "reset" };
    await waitFor(() => opening.closed.length > 0, { what: "the end" });
    expect(opening.closed[0]).toMatchObject({ code: "bus_misconfigured", facts: { max_payload: 1_048_576 } });
  });

  test("reconnects to a server that was down when it began", async () => {
    const [one, other] = [await preparePlainNats(), await preparePlainNats()];
    await Promise.all([one, other].map((nats) => nats.start(`${large}\n${nats.jetStream()}`)));
    await using first = await startTcpProxy({ host: "127.0.0.1", port: one.port });
    await using second = await startTcpProxy({ host: "127.0.0.1", port: other.port });
    const url = `nats://127.0.0.1:${first.port},nats://127.0.0.1:${second.port}`;
    // The client takes servers in any order.
    for (let i = 0; i < 8; i++) {
      [first.mode, second.mode] = [{ kind: "pass" }, { kind: "reset" }];
      const stopping = new AbortController();
      const connection = await connectNats({
        address: parseNatsUrl(url),
        name: "test",
        purpose: "rows",
        log: openLog("test", "silent"),
        carriesRows: true,
        onClosed: () => undefined,
        signal: stopping.signal,
      });
      [first.mode, second.mode] = [{ kind: "reset" }, { kind: "pass" }];
      await waitFor(() => connection.getServer() === `127.0.0.1:${second.port}`, { what: "the other server" });
      stopping.abort();
      await connection.close();
    }
  });

  test("says that its user was refused when that closes the connection for good", async () => {
    const nats = await preparePlainNats();
    await nats.start(`${large}\n${users}\n${nats.jetStream()}`);
    const opening = new Opening(`nats://loader:correct%20horse%20battery%20staple@${nats.host}`);
    await opening.bus;
    await nats.start(`${large}\n${users.replace("correct", "another")}\n${nats.jetStream()}`);
    await waitFor(() => opening.closed.length > 0, { what: "the end" });
    expect(opening.closed[0]).toMatchObject({ code: "bus_credentials_invalid" });
  });
});
