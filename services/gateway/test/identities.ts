/** A gateway with its registry, and users, tokens and keys. */
import { inject } from "vitest";

import type { Role } from "@datamantri/api";

import { TestGateway } from "./test-gateway.ts";

export const password = "correct horse battery";

/** No object has this id. */
export const nobody = "00000000-0000-4000-8000-000000000000";

export type Identities = Awaited<ReturnType<typeof startIdentities>>;

export async function startIdentities() {
  const gateway = await TestGateway.start({ postgres: inject("postgres").url, natsServer: inject("natsServer") });
  await gateway.addGateway();
  const adminToken = (await gateway.logIn()).access_token as string;
  let userCount = 0;
  const createUser = async (role: Role): Promise<{ id: string; email: string }> => {
    const email = `user-${++userCount}@example.com`;
    const { json } = await gateway.call("POST", "/api/v1/users", {
      token: adminToken,
      body: { email, role, password },
    });
    return (json as { user: { id: string; email: string } }).user;
  };
  const tokenOf = async (role: Role): Promise<string> =>
    (await gateway.logIn((await createUser(role)).email, password)).access_token as string;
  const createKey = async (token: string, body: Record<string, unknown>): Promise<{ id: string; secret: string }> => {
    const { json } = await gateway.call("POST", "/api/v1/api-keys", { token, body: { name: "key", ...body } });
    const { key, secret } = json as { key: { id: string }; secret: string };
    return { id: key.id, secret };
  };
  return { gateway, adminToken, createUser, tokenOf, createKey };
}
