/** A file system of its own that can be filled: a tmpfs, which only root can mount. */
import { execFile, spawnSync } from "node:child_process";
import { chmod, chown, mkdir, rm, statfs, truncate } from "node:fs/promises";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const sizeMiB = 320;
const chunkBytes = 2 ** 20;

export class SmallDisk implements AsyncDisposable {
  readonly path: string;
  readonly #unmount = (): void => void spawnSync("umount", ["-l", this.path]);

  private constructor(path: string) {
    this.path = path;
    process.once("exit", this.#unmount);
  }

  /** @param user who may write there. */
  static async mount(
    path: string,
    user: { readonly uid: number; readonly gid: number } | undefined,
  ): Promise<SmallDisk> {
    await mkdir(path, { recursive: true });
    await promisify(execFile)("mount", ["-t", "tmpfs", "-o", `size=${sizeMiB}m`, "tmpfs", path]);
    const disk = new SmallDisk(path);
    await mkdir(disk.space);
    await chmod(disk.space, 0o700);
    if (user !== undefined) await chown(disk.space, user.uid, user.gid);
    return disk;
  }

  /** The folder for data. */
  get space(): string {
    return join(this.path, "space");
  }

  /** Leaves no free byte. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, "w");
    try {
      const chunk = Buffer.alloc(chunkBytes);
      for (;;) await file.write(chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
    } finally {
      await file.close();
    }
  }

  async free(): Promise<void> {
    await truncate(this.#filler).catch(() => undefined); // it was never filled
    await rm(this.#filler, { force: true });
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path);
    return bavail * bsize;
  }

  get #filler(): string {
    return join(this.path, "filler");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    process.off("exit", this.#unmount);
    this.#unmount();
  }
}
