/** Writes released/<version>.json, which later versions are compared with: `node packages/contracts/freeze.ts`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readWire } from "./wire.ts";

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "package.json"), "utf8")) as { version: string };
const path = join(import.meta.dirname, "released", `${version}.json`);
writeFileSync(path, `${JSON.stringify(readWire(), null, 2)}\n`);
