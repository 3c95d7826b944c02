// A real proxy, and a TLS server behind it that has a certificate of Google's names.
import { once } from "node:events";
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";

import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

import { freePort, HttpProxy, testCertificates } from "@datamantri/testkit";

import { EgressGuard, GuardedHttp, PipelineError, ProxyError, Secret } from "../src/index.ts";

const google = createServer(
  { cert: testCertificates.googleCertificate, key: testCertificates.googleKey },
  (request, response) => response.end(`${request.headers.host}${request.url}`),
);
const usual = getCACertificates("default");

beforeAll(async () => {
  setDefaultCACertificates([...usual, testCertificates.googleCertificate]);
  google.listen(0, "127.0.0.1");
  await once(google, "listening");
});
afterAll(() => {
  setDefaultCACertificates(usual);
  google.close();
  google.closeAllConnections();
});

const password = "correct horse battery staple";

interface Setup {
  readonly networks?: string;
  readonly exempt?: string;
  readonly login?: string;
  /** User and password in the proxy's URL. */
  readonly given?: string;
}

async function open({ networks = "", exempt = "", login, given }: Setup = {}) {
  const { port } = google.address() as AddressInfo;
  const names = [
    "bigquery.googleapis.com",
    "oauth2.googleapis.com",
    "bq.googleapis.com",
    "stand-in.googleapis.com",
    "listed.example.org",
  ];
  const targets = Object.fromEntries(names.map((name) => [`${name}:443`, port]));
  const proxy = await HttpProxy.start({ targets, ...(login === undefined ? {} : { login }) });
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const url = new Secret(`http://${given === undefined ? "" : `${given}@`}127.0.0.1:${proxy.port}`);
  const guard = EgressGuard.fromSetting("SOURCE_NETWORKS", networks);
  const http = new GuardedHttp(guard, 2 ** 20, { url, exempt, trusted: ["*.googleapis.com"] });
  const get = async (address: string) => {
    const { bytes } = await http.request(new URL(address), { signal: AbortSignal.timeout(10_000) });
    return Buffer.from(bytes).toString();
  };
  return { proxy, get };
}

const failureOf = (answer: Promise<unknown>): Promise<Error> =>
  answer.then(
    () => expect.unreachable(),
    (error: unknown) => error as Error,
  );

describe("a proxy", () => {
  test("carries requests to Google", async () => {
    const { proxy, get } = await open();
    expect(await get("https://bigquery.googleapis.com/a?b=c")).toBe("bigquery.googleapis.com/a?b=c");
    expect(await get("https://oauth2.googleapis.com/token")).toBe("oauth2.googleapis.com/token");
    expect(proxy.asked).toEqual(["bigquery.googleapis.com:443", "oauth2.googleapis.com:443"]);
  });

  test("gets the user and password of its URL, which may have any characters", async () => {
    const given = `${encodeURIComponent("us@er")}:${encodeURIComponent(password)}`;
    const { get } = await open({ login: `us@er:${password}`, given });
    expect(await get("https://bigquery.googleapis.com/")).toBe("bigquery.googleapis.com/");
  });

  test.each([
    ["that asks for a password", { login: `u:${password}` }, "https://bigquery.googleapis.com", 407],
    ["that got a wrong one", { login: `u:${password}`, given: "u:incorrect" }, "https://bigquery.googleapis.com", 407],
    ["that does not serve the host", {}, "https://storage.googleapis.com", 403],
  ] as const)("%s is named with its status, and never its URL", async (_, setup, url, status) => {
    const { get, proxy } = await open(setup);
    const error = await failureOf(get(url));
    expect(error).toBeInstanceOf(ProxyError);
    expect(error).toMatchObject({ status, message: `the proxy (HTTPS_PROXY) answered HTTP ${status}` });
    expect(`${error.message}${error.stack}`).not.toMatch(new RegExp(`${proxy.port}|incorrect|horse`));
  });

  test("that is down is named", async () => {
    const url = new Secret(`127.0.0.1:${await freePort()}`);
    const guard = new EgressGuard({ allowsInside: true });
    const http = new GuardedHttp(guard, 1_000, { url, exempt: "", trusted: ["*.googleapis.com"] });
    const error = await failureOf(http.request(new URL("https://bigquery.googleapis.com")));
    expect(error.message).toBe("the proxy (HTTPS_PROXY) could not be reached: ECONNREFUSED");
  });

  test.each(["socks5://127.0.0.1:1080", `http://u:${password}@`, "http://[", "ftp://proxy"])(
    "setting that is no address of a proxy (%#) is refused without being shown",
    (url) => {
      const open = () =>
        new GuardedHttp(new EgressGuard({ allowsInside: true }), 1, { url: new Secret(url), exempt: "", trusted: [] });
      expect(open).toThrow(expect.objectContaining({ code: "config_invalid" }));
      expect(open).not.toThrow(/horse|127/);
    },
  );
});

// https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
describe("NO_PROXY", () => {
  const host = "stand-in.googleapis.com";
  test.each([
    ["*", false],
    ["googleapis.com", false],
    [".googleapis.com", false],
    ["*.googleapis.com", false],
    ["stand-in.googleapis.com", false],
    ["Stand-In.GoogleAPIs.com", false],
    ["example.com, stand-in.googleapis.com:443", false],
    ["example.com stand-in.googleapis.com", false],
    ["stand-in.googleapis.com:8443", true],
    [".stand-in.googleapis.com", true],
    ["*.stand-in.googleapis.com", true],
    ["in.googleapis.com", true],
    ["apis.com", true],
    ["10.0.0.0/8,169.254.169.254", true],
    ["", true],
  ])("%s: through the proxy is %s", async (exempt, isProxied) => {
    // Without the proxy the name resolves here, to nothing or to Google: the test server is only behind the proxy.
    const { proxy, get } = await open({ exempt });
    await get(`https://${host}/`).catch(() => undefined);
    expect(proxy.asked).toEqual(isProxied ? [`${host}:443`] : []);
  });
});

describe("the guard still decides", () => {
  test.each([
    ["another name", "https://internal.invalid/", ""],
    ["a name that ends like Google's", "https://evilgoogleapis.com.invalid/", ""],
    ["plain http", "http://bigquery.googleapis.com.invalid/", ""],
    ["a listed name, of another list", "https://listed.example.org.invalid/", "listed.example.org"],
    ["Google, when the list does not have it", "https://bigquery.googleapis.com/", "10.0.0.0/8"],
  ])("%s does not go through the proxy", async (_, url, networks) => {
    const { proxy, get } = await open({ networks });
    await failureOf(get(url));
    expect(proxy.asked).toEqual([]);
  });

  test("a name that the operator lists goes through it", async () => {
    const { proxy, get } = await open({ networks: "listed.example.org,*.googleapis.com" });
    await get("https://listed.example.org/").catch(() => undefined);
    await get("https://bq.googleapis.com/");
    expect(proxy.asked).toEqual(["listed.example.org:443", "bq.googleapis.com:443"]);
  });

  test.each(["https://169.254.169.254/", "https://[fd00:ec2::254]/", "https://2852039166/"])(
    "a blocked address (%s) is refused before anybody is asked",
    async (url) => {
      const { proxy, get } = await open();
      const error = await failureOf(get(url));
      expect(error).toBeInstanceOf(PipelineError);
      expect(error).toMatchObject({ code: "egress_refused" });
      expect(proxy.asked).toEqual([]);
    },
  );

  test("a server beside the proxy is reached directly", async () => {
    const server = createPlainServer((_request, response) => response.end("direct")).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { proxy, get } = await open();
    expect(await get(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).toBe("direct");
    expect(proxy.asked).toEqual([]);
  });
});
