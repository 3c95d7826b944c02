import { describe, expect, test } from "vitest";

import { toBody, type WebhookPayload } from "../src/webhooks/payload.ts";
import { makeSigningSecret, sign } from "../src/webhooks/sign.ts";

describe("a signature", () => {
  const [id, at, body] = ["msg_p5jXN8AQM9LWM0D4loKWxJek", new Date(1_614_265_330_000), '{"test": 2432232314}'] as const;
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  // The example of https://docs.svix.com/receiving/verifying-payloads/how-manual
  test("equals the specification's example", () => {
    expect(sign([secret], id, at, body)).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  });

  test("there are two while a secret is rotated", () => {
    const [first, second] = sign([makeSigningSecret(), secret], id, at, body).split(" ");
    expect([first, second]).toEqual([expect.stringMatching(/^v1,/), sign([secret], id, at, body)]);
    expect(first).not.toBe(second);
  });

  test("secrets have the size that the specification requires", () => {
    const [prefix, key] = makeSigningSecret().split("_");
    expect([prefix, Buffer.from(key!, "base64").length]).toEqual(["whsec", 32]);
  });
});

test("Slack gets a sentence into which nobody can inject a link", () => {
  const data = { pipeline_name: "a <!channel> & b", error_message: "no", error_code: "sink_full" };
  const payload: WebhookPayload = { type: "run_failed", timestamp: "", data };
  expect(JSON.parse(toBody("slack", payload))).toEqual({
    text: '"a &lt;!channel&gt; &amp; b" failed: no (sink_full).',
  });
});
