import { describe, expect, test } from "vitest";

import { problemOfHost } from "../src/connections/host-name.ts";

test.each([
  "db",
  "db.example.com",
  "db.example.com.",
  "my_db-1",
  "10.0.0.1",
  "::1",
  "fd12::1",
  "::ffff:10.0.0.1",
  "bücher.example",
  "/run/postgresql",
])("%s is a host", (host) => expect(problemOfHost(host)).toBeUndefined());

describe("what is no host is refused, and never repeated", () => {
  const secret = "s3cret";

  test.each([
    [`postgres://u:${secret}@db/x`, "connection string"],
    [`postgresql://db/x?password=${secret}`, "connection string"],
    [`jdbc:postgresql://db/x?password=${secret}`, "connection string"],
    [`host=db password=${secret}`, "list of settings"],
    [`u:${secret}@db`, "a user or a password"],
    [`${secret}@db`, "a user or a password"],
    [`db1,${secret}`, "a list"],
    [`[::1]`, "brackets"],
    [`[::1]:5432`, "brackets"],
    [`${secret}:5432`, "a port"],
    ["fe80::1%eth0", "zone"],
    [`db ${secret}`, "one server"],
    [`${secret}/x`, "one server"],
    [`db\n${secret}`, "one server"],
    ["-db", "one server"],
    ["a..b", "one server"],
    [`x${secret};y`, "one server"],
    [`/run/x password=${secret}`, "list of settings"],
  ])("%s", (text, says) => {
    const problem = problemOfHost(text);
    expect(problem).toContain(says);
    expect(problem).not.toContain(secret);
  });
});
