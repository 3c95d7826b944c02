import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** The release to fetch if no other server is found. */
const version = "2.14.3";
const releases = `https://github.com/nats-io/nats-server/releases/download/v${version}`;
/** Without network, name resolution may take long to fail; the next source should not wait for it. */
const firstAnswerTimeoutMs = 6_000;
const downloadTimeoutMs = 120_000;

/**
 * Fetches the official release archive, verifies it against the published SHA256SUMS and unpacks the program. Failure:
 * works in a separate folder; the program appears under its name only when complete.
 * @returns path of the program
 */
export async function fetchRelease(targetDir: string): Promise<string> {
  const name = `nats-server-v${version}-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
  const archive = `${name}.tar.gz`;
  const sums = (await download(`${releases}/SHA256SUMS`, firstAnswerTimeoutMs)).toString();
  const expected = parseSha256Sums(sums).get(archive);
  if (expected === undefined) throw new Error(`release ${version} has no ${archive}`);
  const bytes = await download(`${releases}/${archive}`, downloadTimeoutMs);
  const actual = createHash("sha256").update(bytes).digest("hex");
  if (actual !== expected) throw new Error(`${archive} does not have its published SHA-256`);

  await mkdir(targetDir, { recursive: true });
  const work = await mkdtemp(join(targetDir, "fetch-"));
  try {
    await writeFile(join(work, archive), bytes);
    await promisify(execFile)("tar", ["-xzf", join(work, archive), "-C", work, `${name}/nats-server`]);
    const program = join(targetDir, "nats-server");
    await chmod(join(work, name, "nats-server"), 0o755);
    await rename(join(work, name, "nats-server"), program);
    return program;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** `<hex>  <file>` a line, as sha256sum writes it. */
export function parseSha256Sums(text: string): Map<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split("\n")) {
    const match = /^([0-9a-f]{64})\s+\*?(\S+)$/i.exec(line.trim());
    if (match?.[1] !== undefined && match[2] !== undefined) sums.set(match[2], match[1].toLowerCase());
  }
  return sums;
}

async function download(url: string, timeoutMs: number): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Error(`not reachable (${cause instanceof Error ? cause.message : String(cause)})`, { cause: error });
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}
