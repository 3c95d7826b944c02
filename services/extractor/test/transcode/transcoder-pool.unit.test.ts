import { expect, test } from "vitest";

import type { PageTranscoder } from "../../src/transcode/page-transcoder.ts";
import { TranscoderPool } from "../../src/transcode/transcoder-pool.ts";

const columns = [{ name: "text", type: "STRING", repeated: false }] as const;

function page(byteCount: number): Uint8Array {
  return Buffer.from(`{"rows":[{"f":[{"v":"${"x".repeat(byteCount)}"}]}]}`);
}

async function transcode(pool: TranscoderPool, byteCount: number): Promise<PageTranscoder> {
  let used: PageTranscoder | undefined;
  await pool.use("schema", columns, "fail", async (transcoder) => {
    used = transcoder;
    expect(transcoder.transcode(page(byteCount)).rowCount).toBe(1);
  });
  return used!;
}

test("a transcoder is reused, unless a very large row made it grow", async () => {
  const pool = new TranscoderPool(2);
  const first = await transcode(pool, 10_000_000);
  expect(await transcode(pool, 100)).toBe(first);
  expect(await transcode(pool, 60_000_000)).toBe(first);
  expect(first.heldBytes).toBeGreaterThan(120_000_000);
  expect(await transcode(pool, 100)).not.toBe(first);
});
