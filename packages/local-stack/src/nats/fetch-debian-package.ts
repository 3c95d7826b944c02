// Fetches Debian's newer package, for machines that can reach only Debian's mirror. The package is unpacked, not
// installed: apt uses our own lists and cache, and the system's stay unchanged. apt checks the signature.
import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The suite that has 2.10.27; Debian 12's own 2.9 is too old. */
const suite = "trixie";
const defaultKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const timeoutMs = 120_000;

/** A mirror from the system's sources. */
export interface AptMirror {
  readonly uri: string;
  readonly keyring: string | undefined;
}

/** Failure: nothing outside a temporary folder changes before the program is complete. @returns path of the program */
export async function fetchDebianPackage(targetDir: string): Promise<string> {
  const mirror = (await readAptSources()).find(({ uri }) => /\/debian\/?$/.test(uri));
  if (mirror === undefined) throw new Error("apt's sources have no Debian mirror");
  const work = await mkdtemp(join(tmpdir(), "datamantri-apt-"));
  try {
    await chmod(work, 0o755); // apt fetches as its own user
    await downloadWithApt(work, mirror);
    const packageFile = (await readdir(work)).find((file) => file.endsWith(".deb"));
    if (packageFile === undefined) throw new Error(`apt downloaded no package from ${suite}`);
    await run("dpkg-deb", ["-x", packageFile, "out"], work);
    await mkdir(targetDir, { recursive: true });
    const program = join(targetDir, "nats-server");
    await copyFile(join(work, "out", "usr", "sbin", "nats-server"), `${program}.new`);
    await chmod(`${program}.new`, 0o755);
    await rename(`${program}.new`, program);
    return program;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function downloadWithApt(work: string, mirror: AptMirror): Promise<void> {
  await mkdir(join(work, "lists", "partial"), { recursive: true });
  await mkdir(join(work, "archives", "partial"), { recursive: true });
  const source = `deb [signed-by=${mirror.keyring ?? defaultKeyring}] ${mirror.uri} ${suite} main\n`;
  await writeFile(join(work, "sources.list"), source);
  const options = [
    `Dir::Etc::sourcelist=${join(work, "sources.list")}`,
    "Dir::Etc::sourceparts=/dev/null",
    `Dir::State::Lists=${join(work, "lists")}`,
    `Dir::Cache=${work}`,
    "Acquire::Languages=none",
  ].flatMap((option) => ["-o", option]);
  await run("apt-get", [...options, "update"], work);
  await run("apt-get", [...options, "download", "nats-server"], work);
}

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const env = { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };
  await promisify(execFile)(command, args, { cwd, env, timeout: timeoutMs }).catch((error: unknown) => {
    const output = (error as { stderr?: string }).stderr?.trim().split("\n").at(-1);
    throw new Error(`${command} failed${output ? `: ${output}` : ""}`, { cause: error });
  });
}

async function readAptSources(): Promise<AptMirror[]> {
  const folder = "/etc/apt/sources.list.d";
  const files = (await readdir(folder).catch(() => [])).toSorted(byText).map((file) => join(folder, file));
  const mirrors: AptMirror[] = [];
  for (const file of ["/etc/apt/sources.list", ...files]) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (file.endsWith(".sources")) mirrors.push(...parseDeb822Sources(text));
    else if (file.endsWith(".list")) mirrors.push(...parseOneLineSources(text));
  }
  return mirrors;
}

const byText = (a: string, b: string) => (a < b ? -1 : 1);

/** sources.list(5), one-line style: `deb [option=value …] uri suite component…` */
export function parseOneLineSources(text: string): AptMirror[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+/.exec(line);
    if (match?.[2] === undefined) return [];
    return [{ uri: match[2], keyring: asKeyring(/signed-by=(\S+)/i.exec(match[1] ?? "")?.[1]) }];
  });
}

/** sources.list(5), deb822 style: stanzas of `Field: value`, separated by blank lines; a blank continues a field. */
export function parseDeb822Sources(text: string): AptMirror[] {
  const lines = text.split("\n").filter((line) => !line.startsWith("#"));
  return lines
    .join("\n")
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const field = (name: string) =>
        new RegExp(`^${name}:((?:.*)(?:\\n[ \\t].*)*)`, "im").exec(stanza)?.[1]?.trim().split(/\s+/) ?? [];
      if (!field("Types").includes("deb") || field("Enabled")[0] === "no") return [];
      const keyring = asKeyring(field("Signed-By")[0]);
      return field("URIs").map((uri) => ({ uri, keyring }));
    });
}

/** Signed-By may also have a fingerprint or a whole key; those use the system's own trust, not a file. */
function asKeyring(value: string | undefined): string | undefined {
  return value?.startsWith("/") === true ? value : undefined;
}
