import { z } from "zod";

import { roles } from "./roles.ts";
import { userExample, userView } from "./auth.ts";

const password = z.string().min(12).max(1_024).meta({ format: "password", description: "At least 12 characters." });
const role = z.enum(roles).meta({ description: "Each role includes the rights of the roles before it." });

export const userBody = z
  .strictObject({
    email: z.email().max(320),
    full_name: z.string().trim().max(200).nullish(),
    role,
    password: password.optional().meta({ description: "Default: a random one, shown only in this response." }),
  })
  .meta({ id: "UserInput" });

export const userBodyExample: z.input<typeof userBody> = { email: "bob@example.com", role: "operator" };

export const userChangeBody = z
  .strictObject({
    full_name: z.string().trim().max(200).nullish(),
    role: role.optional(),
    is_active: z.boolean().optional(),
    password: password.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), { error: "has no field to change" })
  .meta({ id: "UserChange" });
export type UserChange = z.infer<typeof userChangeBody>;

export const createdUserView = z
  .object({
    user: userView,
    initial_password: z
      .string()
      .nullable()
      .meta({ description: "Not shown again: null when the request is repeated or had a password." }),
  })
  .meta({ id: "CreatedUser" });

export const createdUserExample: z.output<typeof createdUserView> = {
  user: { ...userExample, email: "bob@example.com", full_name: null, role: "operator" },
  initial_password: "Qm9iJ3MgcGFzc3dvcmQhIQ1x",
};

export const confirmBody = z.strictObject({ password: z.string().min(1).max(1_024) }).meta({ id: "Confirmation" });

export const confirmExample: z.input<typeof confirmBody> = { password: "correct horse battery staple" };

export const passwordBody = z
  .strictObject({ old_password: z.string().min(1).max(1_024), new_password: password })
  .meta({ id: "PasswordChange" });

export const passwordExample: z.input<typeof passwordBody> = {
  old_password: "correct horse battery staple",
  new_password: "a much better one",
};
