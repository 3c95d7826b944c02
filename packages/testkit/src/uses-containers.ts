import { dockerOffers, natsImage, oldestPostgresImage, postgresImage } from "@datamantri/local-stack";

let answer: boolean | undefined;

/**
 * True if the tests' servers are containers: a Docker engine answers and has all images, unless DATAMANTRI_TEST_SERVERS
 * is `local`. Checked once per process.
 */
export function usesContainers(): boolean {
  answer ??=
    process.env.DATAMANTRI_TEST_SERVERS !== "local" &&
    [natsImage, postgresImage, oldestPostgresImage].every(dockerOffers);
  return answer;
}
