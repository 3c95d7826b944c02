import { join } from "node:path";

/** The repository's top folder. */
export const repositoryRoot = join(import.meta.dirname, "..", "..", "..");

/** Folder of fetched programs; may be deleted at any time. */
export const toolchainDir = join(repositoryRoot, ".toolchain");
