import { spawnSync } from "node:child_process";

/** Images that replace local servers, with the versions of the compose file. */
export const natsImage = "nats:2.14";
export const postgresImage = "postgres:18";

/** The oldest release that a destination may have. */
export const oldestPostgresImage = "postgres:15";

/** A pull over a slow connection; an engine without network fails at once. */
const pullTimeoutMs = 180_000;

/**
 * True if a Docker engine answers and has the image, or pulls it now. An engine that cannot get an image counts as
 * none: the caller tries the next way.
 */
export function dockerOffers(image: string): boolean {
  return (
    runDocker(["version"], 5_000) &&
    (runDocker(["image", "inspect", image], 10_000) || runDocker(["pull", "--quiet", image], pullTimeoutMs))
  );
}

function runDocker(args: readonly string[], timeout: number): boolean {
  return spawnSync("docker", args, { stdio: "ignore", timeout }).status === 0;
}
