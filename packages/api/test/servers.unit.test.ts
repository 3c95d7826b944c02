import { expect, test } from "vitest";

import { host } from "../src/connections/servers.ts";

test.each(["::ffff:10.0.0.5%x.example.com", "fd12::1%eth0", "db.example.com%"])("the host %s is refused", (text) => {
  expect(host.safeParse(text).error?.issues).toMatchObject([
    { message: "must be a host name, or an IP address without a zone (%)" },
  ]);
});

test.each(["db.example.com", "10.0.0.5", "fd12::1", "/var/run/postgresql"])("the host %s is accepted", (text) => {
  expect(host.parse(text)).toBe(text);
});
