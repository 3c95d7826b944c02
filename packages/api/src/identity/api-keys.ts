import { z } from "zod";

import { time, uuid } from "../scalars.ts";
import { roles, scopes } from "./roles.ts";

export const apiKeyBody = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    role: z
      .enum(roles)
      .meta({ description: "At most your own role. The key never has more rights than you have at the time." }),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .optional()
      .meta({ description: "Limits the key to these scopes. Default: everything that its role allows." }),
    expires_at: z.iso
      .datetime({ offset: true })
      .refine((text) => Date.parse(text) > Date.now(), { error: "is in the past" })
      .optional()
      .meta({ description: "Default: never." }),
  })
  .meta({ id: "ApiKeyInput" });

export const apiKeyBodyExample: z.input<typeof apiKeyBody> = {
  name: "nightly trigger",
  role: "operator",
  scopes: ["runs:read", "runs:operate"],
};

export const apiKeyView = z
  .object({
    id: uuid,
    name: z.string(),
    prefix: z.string().meta({ description: "Beginning of the key, to recognize it in logs and secret scanners." }),
    role: z.enum(roles),
    scopes: z.array(z.string()).readonly().nullable().meta({ description: "Null: everything that its role allows." }),
    owner_id: uuid,
    created_at: time,
    expires_at: time.nullable(),
    last_used_at: time.nullable().meta({ description: "To the minute." }),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const apiKeyExample: ApiKeyView = {
  id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c13",
  name: "nightly trigger",
  prefix: "dm_5f1c20ab",
  role: "operator",
  scopes: ["runs:read", "runs:operate"],
  owner_id: "0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c10",
  created_at: "2026-01-31T08:00:00.000Z",
  expires_at: null,
  last_used_at: null,
};

export const createdApiKeyView = z
  .object({
    key: apiKeyView,
    secret: z
      .string()
      .nullable()
      .meta({ description: "The key itself. Not shown again: null when the request is repeated." }),
  })
  .meta({ id: "CreatedApiKey" });

export const createdApiKeyExample: z.output<typeof createdApiKeyView> = {
  key: apiKeyExample,
  secret: "dm_5f1c20ab_jHq3Zk0yT5m8Yw1bPzv6Xn4cRf2uKd7sLg9aQe-Wi_M",
};
