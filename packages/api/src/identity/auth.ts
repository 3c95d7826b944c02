import { z } from "zod";

import { time } from "../scalars.ts";
import { roles } from "./roles.ts";

/** OAuth's password form names the address `username`; both are accepted. */
export const loginBody = z
  .object({
    email: z.string().max(320).optional(),
    username: z.string().max(320).optional().meta({ description: "Another name for `email`." }),
    password: z.string().min(1).max(1_024).meta({ format: "password" }),
  })
  .transform(({ email, username, password }) => ({ email: email ?? username ?? "", password }))
  .refine(({ email }) => email !== "", { error: "is missing", path: ["email"] })
  .meta({ id: "Credentials" });

export const loginExample = { email: "admin@example.com", password: "correct horse battery staple" };

export const tokenView = z
  .object({
    access_token: z.string().meta({ description: "Send it as `Authorization: Bearer <access_token>`." }),
    token_type: z.literal("bearer"),
    expires_in: z.int().meta({ description: "Seconds for which the access token is valid." }),
    refresh_token: z
      .string()
      .meta({ description: "Exchange it once for the next access token: POST /api/v1/auth/refresh." }),
    refresh_expires_at: z
      .string()
      .meta({ format: "date-time", description: "When a new login is needed. Refreshing does not extend it." }),
  })
  .meta({ id: "AccessToken" });

export const tokenExample: z.output<typeof tokenView> = {
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
  token_type: "bearer",
  expires_in: 900,
  refresh_token: "dmr_0198c1f27a5e7c3b9d612f4e8a6b0c10_0_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M",
  refresh_expires_at: "2026-03-02T08:00:00.000Z",
};

export const methodsView = z
  .object({
    password: z.boolean().meta({ description: "Whether people may log in with a password." }),
    oidc: z
      .object({
        name: z.string().meta({ description: "Display name of the identity provider." }),
        start_path: z.string().meta({ description: "Path that a browser opens to sign in." }),
      })
      .nullable()
      .meta({ description: "Null when no identity provider is configured." }),
  })
  .meta({ id: "SignInMethods" });

export const methodsExample: z.output<typeof methodsView> = {
  password: true,
  oidc: { name: "Example Login", start_path: "/api/v1/auth/oidc/start" },
};

export const userView = z
  .object({
    id: z.string().meta({ description: "UUID, or the subject of another issuer's token." }),
    email: z.string(),
    full_name: z.string().nullable(),
    is_active: z.boolean(),
    role: z.enum(roles),
    created_at: time,
  })
  .meta({ id: "User" });
export type UserView = z.infer<typeof userView>;

export const userExample: UserView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
  email: "admin@example.com",
  full_name: "Ada Admin",
  is_active: true,
  role: "admin",
  created_at: "2026-01-31T08:00:00.000Z",
};
