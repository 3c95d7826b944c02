// PostgreSQL refuses to run as root. If we are root (usually in a container), it runs as an existing unprivileged user.
// No user is created, and only our own data folder changes its owner.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The user a child runs as. */
export interface RunAs {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In this order: `postgres` exists for this purpose, `nobody` exists on every system. */
const candidates = ["postgres", "nobody"];

/** The user to run PostgreSQL as; undefined means the current user. */
export function postgresUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = parsePasswd(readFileSync("/etc/passwd", "utf8"));
  for (const name of candidates) {
    const user = users.find((one) => one.name === name && one.uid !== 0);
    if (user !== undefined) return user;
  }
  throw new Error(
    "PostgreSQL cannot run as root, and this system has no user `postgres` or `nobody`. Run as another user.",
  );
}

/** True if the user may run the program: every folder above it must be accessible. */
export function canRun(program: string, user: RunAs): boolean {
  return spawnSync(program, ["--version"], { cwd: "/", uid: user.uid, gid: user.gid, stdio: "ignore" }).status === 0;
}

/** True if the user may enter the folder. */
export function canEnter(folder: string, user: RunAs): boolean {
  // Not as the child's working directory: that is entered before the child changes its user.
  const args = ["-c", 'cd "$1"', "sh", folder];
  return spawnSync("/bin/sh", args, { cwd: "/", uid: user.uid, gid: user.gid, stdio: "ignore" }).status === 0;
}

/** passwd(5): name:password:uid:gid:gecos:home:shell */
export function parsePasswd(text: string): RunAs[] {
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}
