/** deploy/postgres/start.sh with stand-ins for the official image's two scripts; the real ones need a container. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "datamantri-start-postgres-"));
  data = join(folder, "18/docker");
  script("docker-entrypoint.sh", 'echo "serves $PGDATA: $*"');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function script(name: string, content: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\nset -eu\n${content}\n`);
  chmodSync(join(folder, name), 0o755);
}

function start(): { readonly output: string; readonly signal: string | null } {
  const { stdout, signal } = spawnSync("sh", [join(import.meta.dirname, "../postgres/start.sh"), "postgres", "-ca=b"], {
    env: { PATH: `${folder}:/usr/bin:/bin`, PGDATA: data },
    encoding: "utf8",
  });
  return { output: stdout.trim(), signal };
}

/** As the official script does, it leaves alone what has a version. https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh */
const initialize = (...lines: string[]): void =>
  script(
    "docker-ensure-initdb.sh",
    ['[ -s "$PGDATA/PG_VERSION" ] && exit 0', 'mkdir -p "$PGDATA" && echo 18 > "$PGDATA/PG_VERSION"', ...lines].join(
      "\n",
    ),
  );

test("what was interrupted begins again, until everything is there", () => {
  initialize("kill -KILL $PPID", "exit 1");
  expect(start()).toMatchObject({ output: "", signal: "SIGKILL" });
  expect(existsSync(data)).toBe(false);
  initialize('touch "$PGDATA/databases"');
  expect(start().output).toBe(`serves ${data}: postgres -ca=b`);
  expect(existsSync(join(data, "databases"))).toBe(true);
});

test("what is there is served as it is", () => {
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, "PG_VERSION"), "18\n");
  initialize("exit 1");
  expect(start().output).toBe(`serves ${data}: postgres -ca=b`);
  expect(readFileSync(join(data, "PG_VERSION"), "utf8")).toBe("18\n");
});

test("files of something else are not replaced", () => {
  mkdirSync(data, { recursive: true });
  writeFileSync(join(data, "theirs"), "");
  initialize();
  expect(start().output).toBe("");
  expect(existsSync(join(data, "theirs"))).toBe(true);
});
