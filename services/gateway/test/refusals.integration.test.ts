/** Effect of repeated refusals on other users and on the audit log. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { startIdentities, type Identities } from "./identities.ts";

let identities: Identities;

beforeAll(async () => {
  identities = await startIdentities();
});
afterAll(async () => {
  await identities?.gateway[Symbol.asyncDispose]();
});

/** Through both gateways, with tokens and with an API key. */
async function flood({ gateway, tokenOf, createKey }: Identities, count: number): Promise<void> {
  const token = await tokenOf("viewer");
  const { secret } = await createKey(token, { role: "viewer" });
  for (let sent = 0; sent < count; sent += 50) {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        gateway.call("GET", "/api/v1/audit", { token: index % 2 === 0 ? token : secret }, (index >> 1) % 2),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
  }
}

test("a user who is refused a thousand times causes six entries, and others' changes succeed meanwhile", async () => {
  const { gateway, adminToken, createUser } = identities;
  const flooding = flood(identities, 1_000);
  const changed = [];
  for (let index = 0; index < 10; index++) changed.push((await createUser("viewer")).id);
  await flooding;
  const { json } = await gateway.call("GET", "/api/v1/audit?limit=200", { token: adminToken });
  const entries = json as { action: string; outcome: string; object: string | null }[];
  const made = entries.filter(({ action }) => action === "user.created").map(({ object }) => object);
  expect(made).toEqual(expect.arrayContaining(changed));

  await gateway.stopRegistry();
  const rows = await gateway.query(
    "select facts, actor_name from audit_log where outcome = 'denied' order by sequence",
  );
  expect(rows).toHaveLength(6);
  expect(rows.at(-1)).toMatchObject({ facts: { refused_count: 995 }, actor_name: "several" });
});
