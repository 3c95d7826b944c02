import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { repositoryRoot } from "../repository.ts";

/** Files that Google's library reads for the operator's own credentials, and to detect Google's cloud. */
const googles = (env: NodeJS.ProcessEnv) => [
  env.GOOGLE_APPLICATION_CREDENTIALS,
  // The library checks whether a file exists, and treats a refusal as a failure, so a folder that may be missing is
  // listed too.
  join(env.CLOUDSDK_CONFIG ?? join(env.HOME ?? homedir(), ".config/gcloud"), "*"),
  "/sys/class/dmi/id/*",
];

/**
 * Flags of Node's permission model (https://nodejs.org/api/permissions.html). A service may read its sources and the
 * files that its settings name, but not its environment in /proc, nor the stack's folder with all passwords. It may not
 * start programs or load native code. The network is not restricted: egress.ts does that. deploy/Dockerfile has the
 * same for containers.
 */
export function permissionFlags(env: NodeJS.ProcessEnv): string[] {
  const names = ["packages", "services", "console/dist", "node_modules", "package.json"];
  // Node follows links before it looks: the dependencies may be elsewhere.
  const dependencies = join(repositoryRoot, "node_modules");
  const sources = [...names.map((name) => join(repositoryRoot, name)), realpathSync(dependencies)];
  const files = Object.entries(env).flatMap(([name, path]) => (name.endsWith("_FILE") ? [path] : []));
  const secrets = env.SECRETS_DIRECTORY && join(env.SECRETS_DIRECTORY, "*");
  const cache = env.NODE_COMPILE_CACHE && join(env.NODE_COMPILE_CACHE, "*");
  const readable = [...sources, ...files, ...googles(env), secrets, cache].filter(Boolean);
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...[cache, env.ADMIN_PASSWORD_OUT].filter(Boolean).map((path) => `--allow-fs-write=${path}`),
  ];
}

/**
 * A service's environment with a compile cache of its own. Node trusts the cache's content and needs to write it. With a
 * shared folder, an attacker in one service could put code into the others and into the command that starts them.
 */
export function withOwnCache(service: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: cache } = env;
  return cache ? { ...env, NODE_COMPILE_CACHE: join(cache, service) } : env;
}
