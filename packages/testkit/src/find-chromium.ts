import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const applications = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** Browser for tests: CHROMIUM_PATH, or an installed one; undefined if there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH: chosen, PATH = "" } = process.env;
  if (chosen !== undefined && chosen !== "") return chosen;
  const onPath = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...applications].find((path) => existsSync(path));
}
