import { z } from "zod";

export const healthView = z.object({ status: z.literal("healthy") }).meta({ id: "Health" });

export const serviceView = z
  .object({
    message: z.string().meta({ description: "The first API's only field." }),
    name: z.string(),
    api: z.string().meta({ description: "Path prefix of the API's routes." }),
    health: z.string(),
  })
  .meta({ id: "Service" });

/** Answer of an action that has nothing else to return. */
export const messageView = z
  .object({ message: z.string().meta({ description: "What was done, as a sentence for people." }) })
  .meta({ id: "Message" });

export const keySetView = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal("OKP"),
        crv: z.literal("Ed25519"),
        x: z.string(),
        kid: z.string(),
        alg: z.literal("EdDSA"),
        use: z.literal("sig"),
      }),
    ),
  })
  .meta({ id: "KeySet" });

export const keySetExample: z.output<typeof keySetView> = {
  keys: [
    {
      kty: "OKP",
      crv: "Ed25519",
      alg: "EdDSA",
      use: "sig",
      x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
      kid: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    },
  ],
};
