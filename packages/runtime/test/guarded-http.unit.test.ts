import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { EgressGuard, GuardedHttp } from "../src/index.ts";

const anywhere = new GuardedHttp(new EgressGuard({ allowsInside: true }), 1_000);
const large = new GuardedHttp(new EgressGuard({ allowsInside: true }));
const outside = new GuardedHttp(new EgressGuard({ allowsInside: false }));

let base: string;
const seen: string[] = [];
const accepted: unknown[] = [];
const pieces = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

const answers: Record<string, RequestListener> = {
  "/moved": (_request, response) => response.writeHead(302, { location: `${base}/there` }).end(),
  "/there": (_request, response) => response.end("followed"),
  "/zipped": (_request, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("unzipped")),
  "/ZIPPED": (_request, response) => response.setHeader("content-encoding", "GZIP").end(gzipSync("unzipped")),
  "/as": ({ url }, response) =>
    response.setHeader("content-encoding", decodeURIComponent(url!.split("?")[1]!)).end("as it is"),
  "/accepts": ({ headers }, response) => {
    accepted.push(headers["accept-encoding"]);
    response.end(headers["accept-encoding"]);
  },
  "/members": (_request, response) =>
    response.setHeader("content-encoding", "gzip").end(Buffer.alloc(2_000, gzipSync(""))),
  "/pieces": (_request, response) => {
    for (let at = 0, size = 1; at < pieces.length; at += size++) response.write(pieces.subarray(at, at + size));
    response.end();
  },
  "/204": (_request, response) => response.writeHead(204, { "content-encoding": "gzip" }).end(),
  "/304": (_request, response) => response.writeHead(304, { "content-encoding": "gzip" }).end(),
  "/empty": (_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(),
  "/cut-zip": (_request, response) =>
    response.setHeader("content-encoding", "gzip").end(gzipSync("unzipped").subarray(0, 15)),
  "/nothing-yet": (_request, response) => {
    response.writeHead(200, { "content-encoding": "gzip", "content-length": 100 }).flushHeaders();
    setImmediate(() => response.destroy());
  },
  "/long": (_request, response) => response.end("x".repeat(1_001)),
  "/bomb": (_request, response) =>
    response.setHeader("content-encoding", "gzip").end(gzipSync(Buffer.alloc(1_000_000))),
  "/cut": (_request, response) => {
    response.setHeader("content-length", 100).write("half");
    setImmediate(() => response.destroy());
  },
  "/endless": (_request, response) => void response.writeHead(418).write("it goes on"),
  "/silent": () => undefined,
  "/upgrade": ({ socket }) =>
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
  "/hints": (_request, response) => response.writeEarlyHints({ link: "</a.css>; rel=preload" }),
  "/closed": ({ socket }) => socket.destroy(),
  "/stuck": (_request, response) => response.writeHead(200, { "content-length": 100 }).write("half"),
  "/echo": (request, response) => {
    response.setHeader("content-type", request.headers["content-type"] ?? "none");
    request.pipe(response);
  },
};
const server = createServer((request, response) => {
  seen.push(request.url!);
  answers[request.url!.split("?")[0]!]!(request, response);
});

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const text = ({ bytes }: { bytes: Uint8Array }) => Buffer.from(bytes).toString();

test("sent without reading returns the status, and follows no redirect", async () => {
  expect(await anywhere.send(new URL(`${base}/endless`), { method: "POST", body: "{}" })).toBe(418);
  expect(await anywhere.send(new URL(`${base}/moved`), { method: "POST", body: "{}" })).toBe(302);
  const signal = AbortSignal.timeout(50);
  await expect(anywhere.send(new URL(`${base}/silent`), { signal })).rejects.toMatchObject({ name: "AbortError" });
  await expect(outside.send(new URL(`${base}/there`), {})).rejects.toMatchObject({ code: "egress_refused" });
});

describe("a request", () => {
  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://169.254.169.254./",
    "http://[::ffff:169.254.169.254]/",
    "https://[fd00:ec2::254]/",
  ])("to %s is refused whatever is allowed", async (url) => {
    await expect(anywhere.request(new URL(url))).rejects.toMatchObject({ code: "egress_refused" });
    await expect(anywhere.fetch(url)).rejects.toMatchObject({ code: "egress_refused" });
    await expect(anywhere.send(new URL(url), {})).rejects.toMatchObject({ code: "egress_refused" });
  });

  test("to a name is refused by the address that the name leads to", async () => {
    const { port } = new URL(base);
    const url = new URL(`http://localhost:${port}/there`);
    expect(text(await anywhere.request(url))).toBe("followed");
    seen.length = 0;
    await expect(outside.request(url)).rejects.toMatchObject({ code: "egress_refused" });
    expect(seen).toEqual([]);
  });

  test("does not follow redirects", async () => {
    seen.length = 0;
    const { status, headers } = await anywhere.request(new URL(`${base}/moved`));
    expect([status, headers.get("location")]).toEqual([302, `${base}/there`]);
    expect((await anywhere.fetch(`${base}/moved`, { redirect: "follow" })).status).toBe(302);
    expect(seen).toEqual(["/moved", "/moved"]);
  });

  test("decompresses gzip if it requested it, up to its limit", async () => {
    for (const path of ["/zipped", "/ZIPPED"]) {
      const answer = await anywhere.request(new URL(base + path), { acceptsGzip: true });
      expect(text(answer)).toBe("unzipped");
      expect(answer.headers.has("content-encoding")).toBe(false);
    }
    for (const path of ["/long", "/bomb", "/members"]) {
      await expect(anywhere.request(new URL(base + path), { acceptsGzip: true })).rejects.toThrow(
        "larger than 1000 bytes",
      );
    }
  });

  test("states what it accepts, whatever its caller's headers say", async () => {
    const headers = new Headers({ "accept-encoding": "br" });
    for (const [acceptsGzip, accepted] of [
      [true, "gzip"],
      [false, "identity"],
    ] as const) {
      const answer = await anywhere.request(new URL(`${base}/accepts`), { headers, acceptsGzip });
      expect(text(answer)).toBe(accepted);
    }
    const sent = anywhere.send(new URL(`${base}/accepts`), { method: "POST", headers });
    await expect(sent).resolves.toBe(200);
    expect(accepted.at(-1)).toBe("identity");
  });

  test.each(["br", "deflate", "zstd", "gzip, gzip", "gzip,", "x-gzip"])(
    "refuses a response compressed with %s",
    async (encoding) => {
      const url = new URL(`${base}/as?${encodeURIComponent(encoding)}`);
      await expect(anywhere.request(url, { acceptsGzip: true })).rejects.toThrow("that was not asked for");
      await expect(anywhere.fetch(url)).rejects.toThrow("that was not asked for (Accept-Encoding: identity)");
      expect(await anywhere.send(url, { method: "POST" })).toBe(200);
    },
  );

  test("refuses gzip that it did not request, and accepts an uncompressed body", async () => {
    await expect(anywhere.request(new URL(`${base}/zipped`))).rejects.toMatchObject({ name: "UnexpectedEncoding" });
    expect(text(await anywhere.request(new URL(`${base}/as?identity`)))).toBe("as it is");
  });

  test("joins a body, however it is split", async () => {
    const { bytes } = await large.request(new URL(`${base}/pieces`));
    expect(Buffer.from(bytes).equals(pieces)).toBe(true);
  });

  test.each([
    ["GET", "/204", 204],
    ["GET", "/304", 304],
    ["GET", "/empty", 200],
    ["HEAD", "/zipped", 200],
  ])("%s %s has no body to decompress", async (method, path, status) => {
    const answer = await anywhere.request(new URL(base + path), { method, acceptsGzip: true });
    expect([answer.status, answer.bytes.length]).toEqual([status, 0]);
  });

  test("fails when the compressed response is truncated", async () => {
    const zipped = { acceptsGzip: true };
    await expect(anywhere.request(new URL(`${base}/cut-zip`), zipped)).rejects.toMatchObject({ code: "Z_BUF_ERROR" });
    await expect(anywhere.request(new URL(`${base}/nothing-yet`), zipped)).rejects.toMatchObject({
      code: "ECONNRESET",
    });
  });

  test("fails when the answer is truncated, and when it is aborted", async () => {
    await expect(anywhere.request(new URL(`${base}/cut`))).rejects.toMatchObject({ code: "ECONNRESET" });
    const giveUp = new AbortController();
    const waiting = anywhere.request(new URL(`${base}/silent`), { signal: giveUp.signal });
    giveUp.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
  });

  test("fails when the server switches protocols, or closes before it answers", async () => {
    for (const [path, error] of [
      ["/upgrade", { message: "the server ended the connection without an HTTP response" }],
      ["/closed", { code: "ECONNRESET" }],
    ] as const) {
      await expect(anywhere.request(new URL(base + path))).rejects.toMatchObject(error);
      await expect(anywhere.send(new URL(base + path), { method: "POST" })).rejects.toMatchObject(error);
    }
  });

  test.each(["/hints", "/stuck"])("is aborted while the server sends no more than %s", async (path) => {
    const signal = AbortSignal.timeout(100);
    await expect(anywhere.request(new URL(base + path), { signal })).rejects.toMatchObject({ name: "TimeoutError" });
  });

  test("by fetch sends method, headers and body", async () => {
    const response = await anywhere.fetch(`${base}/echo`, { method: "POST", body: new URLSearchParams({ a: "1 2" }) });
    expect(await response.text()).toBe("a=1+2");
    expect(response.headers.get("content-type")).toMatch(/^application\/x-www-form-urlencoded/);
  });
});
