import { spawnSync } from "node:child_process";

let answer: boolean | undefined;

/**
 * Whether the tests' servers are containers: when a Docker engine answers, unless DATAMANTRI_TEST_SERVERS is `local`.
 * Asked once per process.
 */
export function usesContainers(): boolean {
  answer ??= process.env.DATAMANTRI_TEST_SERVERS !== "local" && dockerAnswers();
  return answer;
}

function dockerAnswers(): boolean {
  return spawnSync("docker", ["version"], { stdio: "ignore", timeout: 5_000 }).status === 0;
}
