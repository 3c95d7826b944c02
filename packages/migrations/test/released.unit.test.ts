/** Migrations of released versions never change: their checksums are in the databases that they migrated. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "vitest";

import { readMigrations } from "../src/index.ts";

const services = join(import.meta.dirname, "../../../services");

/** The last version with a migration that is new in it, and the checksum of all until then. */
const released = [
  ["registry", "0007-vendor-messages", "6f2b082c3116e745fbd933fde1389e41c76f79f348ba43cca0013f334a4fb9a1"],
  ["loader", "0002-target-and-mapping", "0b3b2d04a681f335bb7deffe200f23bad1001534ec269502b2c03fc690e4dc6c"],
] as const;

test.each(released)("%s: those until %s are as they were released", (service, last, checksum) => {
  const migrations = readMigrations(join(services, service, "migrations"));
  const until = migrations.slice(0, migrations.findIndex(({ name }) => name === last) + 1);
  const hash = createHash("sha256");
  for (const { name, sql } of until) hash.update(`${name}\n${sql}\n`);
  expect(hash.digest("hex")).toBe(checksum);
});
