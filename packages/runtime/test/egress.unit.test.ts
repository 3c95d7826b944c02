import { createServer, connect, type AddressInfo } from "node:net";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { EgressGuard, isNeverReached, PipelineError } from "../src/index.ts";

const outside = new EgressGuard({ allowsInside: false });
const anywhere = new EgressGuard({ allowsInside: true });

describe("addresses", () => {
  test.each([
    ["link-local", "169.254.0.1"],
    ["metadata of most clouds", "169.254.169.254"],
    ["metadata of AWS by IPv6", "fd00:ec2::254"],
    ["metadata of Google Cloud by IPv6", "fd20:ce::254"],
    ["metadata of Alibaba Cloud", "100.100.100.200"],
    ["metadata of Azure", "168.63.129.16"],
    ["IPv6 link-local", "fe80::1"],
    ["IPv6 link-local with a zone", "fe80::1%eth0"],
    ["none", "0.0.0.0"],
    ["none by IPv6", "::"],
    ["many", "224.0.0.1"],
    ["all", "255.255.255.255"],
    ["mapped", "::ffff:169.254.169.254"],
    ["mapped, in hexadecimal and at length", "0:0:0:0:0:FFFF:A9FE:A9FE"],
    ["compatible", "::a9fe:a9fe"],
    ["by NAT64", "64:ff9b::a9fe:a9fe"],
    ["by local NAT64", "64:ff9b:1::a9fe:a9fe"],
    ["by local NAT64 with a prefix of 48 bits", "64:ff9b:1:a9fe:a9:fe00:808:808"],
    ["by local NAT64 with a prefix of 56 bits", "64:ff9b:1:12a9:fe:a9fe::"],
    ["by local NAT64 with a prefix of 64 bits", "64:ff9b:1:1234:a9:fea9:fe00:0"],
    ["by 6to4", "2002:a9fe:a9fe::1"],
    ["by Teredo, as its server", "2001:0:a9fe:a9fe::f7f7:f7f7"],
    ["by Teredo, as its client", "2001:0:808:808::5601:5601"],
    ["translated", "::ffff:0:a9fe:a9fe"],
    ["compatible, as it is read aloud", "::169.254.169.254"],
    ["mapped, with a zone", "::ffff:169.254.169.254%eth0.100"],
    ["IPv6 link-local with a zone of many characters", "fe80::1%br-lan.7"],
    ["credentials of EKS by IPv6", "fd00:ec2::23"],
  ])("%s: never reachable", (_name, address) => {
    const guards = [outside, anywhere, new EgressGuard({ allowsInside: false, allowed: address.replace(/%.*/, "") })];
    for (const guard of guards) expect(guard.whyRefused(address)).toBeDefined();
  });

  test.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "::1",
    "fd12::1",
    "::ffff:10.0.0.1",
    "fec0::1",
    "3fff::1",
    "::10.0.0.1",
    "::ffff:0:10.0.0.1",
    "64:ff9b:1::10.0.0.1",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:1:fffe::8.8.8.8",
    "2002:a00:1::",
    "2001:0:808:808::f5ff:fffe",
    "2001:0:808:808::f7f7:f7f7",
    "2001:2::1",
    "100:0:0:1::1",
  ])("%s: inside, and reachable if allowed", (address) => {
    expect(outside.whyRefused(address)).toBe("private address");
    expect(anywhere.whyRefused(address)).toBeUndefined();
  });

  test.each(["8.8.8.8", "172.32.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])(
    "%s: on the Internet",
    (address) => expect(outside.whyRefused(address)).toBeUndefined(),
  );

  test.each(["169.254.169.254.1", "1:2:3", "localhost", ""])("%s is not an address, and refused", (text) => {
    for (const guard of [outside, anywhere]) expect(guard.whyRefused(text)).toMatch(/not an IP address/);
  });

  test("that the operator allows are reachable, and their neighbours are not", () => {
    const guard = new EgressGuard({ allowsInside: false, allowed: "10.1.0.0/16, 192.168.7.7,fd12::/16" });
    const reached = ["10.1.255.255", "192.168.7.7", "fd12:1::1", "::ffff:10.1.0.1"];
    expect(reached.map((address) => guard.whyRefused(address))).toEqual(reached.map(() => undefined));
    for (const address of ["10.2.0.0", "192.168.7.8", "fd13::1"]) expect(guard.whyRefused(address)).toBeDefined();
  });

  test.each([
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/-1",
    "10.0.0",
    "010.0.0.0/8",
    "fd12::/129",
    "fd12:::/16",
    "0xa9fea9fe",
    "a.*.example.com",
    "*",
  ])("%s is not a network", (allowed) => {
    expect(() => new EgressGuard({ allowsInside: false, allowed })).toThrow(/is not a network or host/);
  });
});

describe("refused before it is stored", () => {
  test.each([
    "169.254.169.254",
    "169.254.1.1",
    "2852039166",
    "0xa9fea9fe",
    "0xA9.0xFE.0xA9.0xFE",
    "0251.0376.0251.0376",
    "169.254.43518",
    "169.16689662",
    "169.254.169.254.",
    "[::ffff:169.254.169.254]",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "fd00:ec2::254",
    "[fe80::1]",
    "fe80::1%eth0",
    "0",
    "0.0.0.0",
    "::",
    "100.100.100.200",
    " 0X",
    "0xA9.0xfe0000.",
    "0x.0.0",
    "::ffff:0:169.254.169.254",
    "[fd00:ec2::23]",
    "2001:0:808:808::5601:5601",
    "fe80::1%br-lan.7",
  ])("%s", (host) => expect(isNeverReached(host)).toBe(true));

  test.each([
    "127.0.0.1",
    "10.0.0.1",
    "::1",
    "2130706433",
    "8.8.8.8",
    "localhost",
    "db.example.com",
    "metadata.google.internal",
    "169.254.169.254.example.com",
    "cafe.fax",
    "a@169.254.169.254",
    "256.256.256.256",
    "/var/run/postgresql",
    "",
  ])("not %s", (host) => expect(isNeverReached(host)).toBe(false));
});

describe("with a list of allowed addresses", () => {
  const guard = EgressGuard.fromSetting(
    "SOME_NETWORKS",
    "10.1.0.0/16, 8.8.8.8, fd12::/16, db.Example.com,*.cloud.test",
  );

  test("an empty list means none: everything is allowed, except what is never reachable", () => {
    const open = EgressGuard.fromSetting("SOME_NETWORKS", " ");
    expect(["127.0.0.1", "10.2.0.0", "8.8.4.4"].map((address) => open.whyRefused(address))).toEqual(
      Array(3).fill(undefined),
    );
    expect(open.whyRefused("169.254.169.254")).toBeDefined();
    expect(() => open.assertHost("/var/run/postgresql")).not.toThrow();
  });

  test.each(["10.1.2.3", "8.8.8.8", "fd12::7", "::ffff:10.1.2.3"])("%s is listed", (address) => {
    expect(guard.whyRefused(address)).toBeUndefined();
  });

  test.each([
    "10.2.0.0",
    "127.0.0.1",
    "8.8.4.4",
    "::10.1.2.3",
    "::ffff:0:10.1.2.3",
    "2606:4700:4700::1111",
    "2002:0a01:0203::1",
    "64:ff9b::a01:203",
  ])("%s is not, and the error names the setting", (address) =>
    expect(guard.whyRefused(address)).toBe("the setting SOME_NETWORKS does not allow it"),
  );

  test("a listed name is reachable wherever it leads, its neighbours are not", () => {
    const listed = ["db.example.com", "DB.example.com.", "a.cloud.test", "a.b.cloud.test"];
    const others = ["example.com", "x.db.example.com", "db.example.com.evil.test", "cloud.test", "evilcloud.test"];
    for (const host of listed) expect([host, guard.whyRefused("192.0.2.7", host)]).toEqual([host, undefined]);
    for (const host of others) expect([host, guard.whyRefused("192.0.2.7", host)]).not.toEqual([host, undefined]);
  });

  test.each(["169.254.169.254", "fe80::1", "fd00:ec2::254", "::ffff:169.254.169.254"])(
    "%s is not, even listed or as a listed name's address",
    (address) => {
      const listing = EgressGuard.fromSetting("SOME_NETWORKS", "0.0.0.0/0,::/0,db.example.com");
      expect(listing.whyRefused(address)).toBeDefined();
      expect(listing.whyRefused(address, "db.example.com")).toBeDefined();
    },
  );

  test.each(["::ffff:10.0.0.5%x.cloud.test", "fd13::1%x.cloud.test", "::1%25x.cloud.test"])(
    "%s is an address with a zone, and not a listed name",
    (host) => {
      const inside = new EgressGuard({ allowsInside: false, allowed: "*.cloud.test" });
      for (const each of [guard, inside]) expect(() => each.assertHost(host)).toThrow(/is blocked/);
      expect(guard.whyRefused("192.0.2.7", `::1%a%${host}`)).toBeDefined();
    },
  );

  test("a mapped network equals its IPv4 network", () => {
    const mapped = EgressGuard.fromSetting("SOME_NETWORKS", "::ffff:10.1.0.0/112");
    expect(["10.1.2.3", "::ffff:a01:203"].map((address) => mapped.whyRefused(address))).toEqual([undefined, undefined]);
    expect(mapped.whyRefused("10.2.0.0")).toBeDefined();
  });

  test("a local socket is in no network", () => {
    expect(() => guard.assertHost("/var/run/postgresql")).toThrow(/SOME_NETWORKS/);
  });
});

describe("connections", () => {
  const server = createServer((socket) => socket.end("reached"));
  let port: number;

  beforeAll(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    ({ port } = server.address() as AddressInfo);
  });

  afterAll(() => void server.close());

  async function read(guard: EgressGuard, host: string): Promise<string> {
    guard.assertHost(host);
    const socket = connect({ port, host, lookup: guard.lookup });
    let text = "";
    for await (const chunk of socket) text += String(chunk);
    return text;
  }

  test("go to a name whose address is allowed", async () => {
    expect(await read(anywhere, "localhost")).toBe("reached");
    expect(await read(new EgressGuard({ allowsInside: false, allowed: "127.0.0.0/8" }), "localhost")).toBe("reached");
    for (const allowed of ["127.0.0.0/8", "localhost"]) {
      expect(await read(EgressGuard.fromSetting("SOME_NETWORKS", allowed), "localhost")).toBe("reached");
    }
  });

  test("are refused for a name that leads inside, and for an address itself", async () => {
    const refusal = expect.objectContaining({ code: "egress_refused" }) as PipelineError;
    for (const host of ["localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"]) {
      await expect(read(outside, host)).rejects.toEqual(refusal);
    }
  });

  test("are refused for a name that leads to an address the operator does not allow", async () => {
    const message = "localhost is blocked: the setting SOME_NETWORKS does not allow it";
    const guard = EgressGuard.fromSetting("SOME_NETWORKS", "10.1.0.0/16,db.example.com");
    await expect(read(guard, "localhost")).rejects.toMatchObject({ code: "egress_refused", message });
  });

  test("are refused for an empty name", async () => {
    const looked = promisify(anywhere.lookup)("", { all: true });
    await expect(looked).rejects.toMatchObject({ code: "egress_refused", message: " is blocked: it has no address" });
  });

  test("fail in the usual way for an unknown name", async () => {
    await expect(read(anywhere, "nowhere.invalid")).rejects.toMatchObject({ syscall: "getaddrinfo" });
  });
});
