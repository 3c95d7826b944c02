/**
 * A standby of the destination takes over. A synchronous one has every commit that was confirmed; an asynchronous one may lack the
 * last ones, here those of the whole fault.
 */
import { readdir, readlink, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import { freePort, preparePostgres, type PostgresServer } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { databaseSettings, query } from "../world/databases.ts";
import type { World } from "../world/world.ts";
import { copyFiles, linkTo, writeEmpty } from "./cluster-files.ts";
import { startAgain, type Fault } from "./fault.ts";

/** The fault lasts so much longer, at most. */
const longestMs = 6_000;

const followers = "select count(*)::int as count from pg_stat_replication where state = 'streaming'";

export const takeOver =
  (kind: "synchronous" | "asynchronous"): Fault =>
  async (world) => {
    const { supervisor, destination } = world;
    const admin = destination.url("postgres");
    const standby = await copyAsStandby(world);
    await supervisor.start("postgres", { ...standby.spec, name: "standby" });
    const isFollowed = async () => (await query<{ count: number }>(admin, followers))[0]!.count === 1;
    await waitFor(isFollowed, { what: "the standby to follow" });
    const begunAt = new Date();
    if (kind === "asynchronous") await supervisor.child("standby").stop();
    else {
      await query(admin, "alter system set synchronous_standby_names to '*'");
      await query(admin, "select pg_reload_conf()");
    }
    return async () => {
      // Something to lose; perhaps no run is left.
      const hasFinalized = async () => (await countFinalized(world, begunAt).catch(() => 0)) > 0;
      await waitFor(hasFinalized, { what: "a run to end", timeoutMs: longestMs }).catch(() => undefined);
      await supervisor.child("destination").stop();
      if (kind === "asynchronous") await startAgain(world, "standby");
      await query(standby.url("postgres"), "select pg_promote()");
      await supervisor.child("standby").stop();
      await takePlace(standby, destination);
      await startAgain(world, "destination");
    };
  };

async function countFinalized({ destinationUrl }: World, since: Date): Promise<number> {
  const finalized = "select count(*)::int as count from datamantri.runs where state = 'finalized' and closed_at > $1";
  return (await query<{ count: number }>(destinationUrl, finalized, [since]))[0]!.count;
}

/** A copy of the server, with tablespaces of its own. The server is stopped meanwhile. */
async function copyAsStandby(world: World): Promise<PostgresServer> {
  const { supervisor, destination, dataDir, servers } = world;
  const folder = join(dataDir, "standby");
  await supervisor.child("destination").stop();
  await rm(folder, { recursive: true, force: true });
  await copyFiles(dirname(destination.spec.cwd), folder);
  const { host, port, user, password } = destination;
  const primary = `primary_conninfo=host=${host} port=${port} user=${user} password=${password}`;
  const settings = [...databaseSettings, primary];
  const own = { dataDir: folder, port: await freePort(), major: servers.destination, settings };
  const standby = await preparePostgres(own);
  for (const { link, space } of await spacesOf(standby)) {
    await copyFiles(space, `${space}-standby`);
    await linkTo(standby, link, `${space}-standby`);
  }
  await writeEmpty(standby, join(standby.spec.cwd, "standby.signal"));
  await startAgain(world, "destination");
  return standby;
}

/** The standby's files become the server's. Both are stopped. */
async function takePlace(standby: PostgresServer, server: PostgresServer): Promise<void> {
  for (const { link, space } of await spacesOf(standby)) {
    const own = space.replace(/-standby$/, "");
    await rm(own, { recursive: true });
    await rename(space, own);
    await linkTo(standby, link, own);
  }
  await rm(server.spec.cwd, { recursive: true });
  await rename(standby.spec.cwd, server.spec.cwd);
}

/** Tablespaces: a link in the cluster, and the folder to which it leads. */
async function spacesOf({ spec }: PostgresServer): Promise<{ readonly link: string; readonly space: string }[]> {
  const folder = join(spec.cwd, "pg_tblspc");
  const links = (await readdir(folder)).map((name) => join(folder, name));
  return Promise.all(links.map(async (link) => ({ link, space: await readlink(link) })));
}
