/** What an attacker who controls a service's code could still do, on the real Node. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";

import { permissionFlags, repositoryRoot, withOwnCache } from "../src/index.ts";

/** @returns the code's output, or the error's code. */
async function run(code: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const guarded = `try { console.log(${code}) } catch (error) { console.log(error.code ?? error.message) }`;
  const flags = permissionFlags(env);
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, "-e", guarded], { env, cwd: "/" });
  return stdout.trim();
}

const read = (path: string) => `require("node:fs").readFileSync(${JSON.stringify(path)}, "utf8").length > 0`;

describe("a service", () => {
  test.each([
    ["reads its environment", read("/proc/self/environ")],
    ["reads another's environment", read(`/proc/${process.pid}/environ`)],
    ["reads the passwords of the stack", read(join(repositoryRoot, ".datamantri/access.json"))],
    ["reads a file of the system", read("/etc/passwd")],
    ["reads the repository's history", read(join(repositoryRoot, ".git/HEAD"))],
    ["lists a folder", `require("node:fs").readdirSync("/")`],
    ["leads a link elsewhere", `require("node:fs").symlinkSync("/etc/passwd", "/tmp/datamantri-link")`],
    ["writes", `require("node:fs").writeFileSync("/tmp/datamantri-written", "x")`],
    ["starts a program", `require("node:child_process").spawnSync("/bin/true").status`],
    ["starts a thread", `new (require("node:worker_threads").Worker)("0", { eval: true }).threadId`],
    ["reaches into Node", `process.binding("fs")`],
  ])("never %s", async (_, code) => {
    expect(await run(code)).toBe("ERR_ACCESS_DENIED");
  });

  test("looks for Google's credentials where there may be none", async () => {
    const env = { HOME: "/nowhere", GOOGLE_APPLICATION_CREDENTIALS: "/nowhere/key.json" };
    const exists = (path: string) => `require("node:fs").existsSync(${JSON.stringify(path)})`;
    expect(await run(exists("/nowhere/.config/gcloud/application_default_credentials.json"), env)).toBe("false");
    expect(await run(exists("/nowhere/key.json"), env)).toBe("false");
    expect(await run(exists("/nowhere/other.json"), env)).toBe("ERR_ACCESS_DENIED");
  });

  test("writes the compile cache of its own, and that of nobody else", async () => {
    const cache = mkdtempSync(join(tmpdir(), "datamantri-cache-"));
    onTestFinished(() => rmSync(cache, { recursive: true }));
    for (const name of ["loader", "registry"]) mkdirSync(join(cache, name));
    const env = withOwnCache("loader", { NODE_COMPILE_CACHE: cache });
    const write = (path: string) =>
      `require("node:fs").writeFileSync(${JSON.stringify(join(cache, path))}, "x") ?? "written"`;
    expect(await run(write("loader/x"), env)).toBe("written");
    expect(await run(write("registry/x"), env)).toBe("ERR_ACCESS_DENIED");
    expect(await run(write("x"), env)).toBe("ERR_ACCESS_DENIED");
  });

  test("reads its sources and what its settings name", async () => {
    const folder = mkdtempSync(join(tmpdir(), "datamantri-permissions-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "secrets"));
    for (const name of ["secrets/one", "url", "other"]) writeFileSync(join(folder, name), "secret");
    const env = { SECRETS_DIRECTORY: join(folder, "secrets"), NATS_URL_FILE: join(folder, "url") };
    expect(await run(read(join(repositoryRoot, "services/loader/src/main.ts")), env)).toBe("true");
    expect(await run(read(join(folder, "secrets/one")), env)).toBe("true");
    expect(await run(read(join(folder, "url")), env)).toBe("true");
    expect(await run(read(join(folder, "other")), env)).toBe("ERR_ACCESS_DENIED");
  });
});
