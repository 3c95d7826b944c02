import { getPath } from "hono/utils/url";

import { isRead } from "./is-read.ts";

/** A pipeline as a file, with a file's extension. */
const yamlFile = /^(\/api\/v1\/pipelines\/[^/]+)\.yaml$/;

/** Clients of the first API write collections with a slash. */
const withSlash = /^(\/api\/v1(?:\/[^/]+)+)\/$/;

/**
 * The path under which a request is served: `/pipelines/{id}.yaml` is another name for `/pipelines/{id}/yaml`, and
 * `/pipelines/` for `/pipelines`.
 */
export function toServedPath(request: Request): string {
  const path = getPath(request).replace(withSlash, "$1");
  return isRead(request.method) ? path.replace(yamlFile, "$1/yaml") : path;
}
