import { getPath } from "hono/utils/url";

import { isRead } from "./is-read.ts";

/** A pipeline as a file, with a file's extension. */
const yamlFile = /^(\/api\/v1\/pipelines\/[^/]+)\.yaml$/;

/** The path under which a request is served: `/pipelines/{id}.yaml` is another name for `/pipelines/{id}/yaml`. */
export function toServedPath(request: Request): string {
  const path = getPath(request);
  return isRead(request.method) ? path.replace(yamlFile, "$1/yaml") : path;
}
