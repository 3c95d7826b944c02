import { z } from "@hono/zod-openapi";

import type { UserView } from "@datamantri/contracts";

/** OAuth's password form calls the address `username`; both are taken. */
export const credentials = z
  .object({
    email: z.string().max(320).optional(),
    username: z.string().max(320).optional().meta({ description: "Another name for `email`." }),
    password: z.string().min(1).max(1_024).meta({ format: "password" }),
  })
  .transform(({ email, username, password }) => ({ email: email ?? username ?? "", password }))
  .refine(({ email }) => email !== "", { error: "is missing", path: ["email"] })
  .meta({ id: "Credentials" });

export const credentialsExample = { email: "admin@example.com", password: "correct horse battery staple" };

export const tokenView = z
  .object({
    access_token: z.string().meta({ description: "Send it as `Authorization: Bearer <access_token>`." }),
    token_type: z.literal("bearer"),
  })
  .meta({ id: "AccessToken" });

export const tokenExample: z.output<typeof tokenView> = {
  access_token: "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
  token_type: "bearer",
};

export const userView = z
  .object({
    id: z.string().meta({ format: "uuid" }),
    email: z.string(),
    full_name: z.string().nullable(),
    is_active: z.boolean(),
    role: z.string(),
    created_at: z.string().meta({ format: "date-time" }),
  })
  .meta({ id: "User" }) satisfies z.ZodType<UserView>;

export const userExample: UserView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
  email: "admin@example.com",
  full_name: "Ada Admin",
  is_active: true,
  role: "admin",
  created_at: "2026-01-31T08:00:00.000Z",
};
