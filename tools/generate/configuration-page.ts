import { readdirSync } from "node:fs";
import { join } from "node:path";

import { commonSettings, Secret, type SettingSpec } from "@datamantri/runtime";

type Settings = Readonly<Record<string, SettingSpec>>;

/** docs/configuration.md, from every service's config.ts. */
export async function configurationPage(root: string): Promise<string> {
  const sections: string[] = [];
  for (const service of readdirSync(join(root, "services")).toSorted()) {
    const module = (await import(join(root, "services", service, "src/config.ts"))) as Record<string, Settings>;
    const settings = module[`${service}Settings`]!;
    const own = Object.entries(settings).filter(([name]) => !(name in commonSettings));
    sections.push(`## ${service}`, "", ...(own.length === 0 ? ["None of its own."] : table(own)), "");
  }
  return [
    "# Configuration",
    "",
    "Generated from each service's `config.ts` by `npm run generate`.",
    "",
    "Settings are environment variables. `NAME_FILE` may name a file that holds the value of `NAME`. All problems are",
    "reported together, and the process exits with 78. What users change (pipelines, schedules) is not a setting.",
    "",
    "## every service",
    "",
    ...table(Object.entries(commonSettings)),
    "",
    ...sections,
  ]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function table(settings: readonly (readonly [string, SettingSpec])[]): string[] {
  const rows = settings.map(
    ([name, setting]) => `| \`${name}\` | ${setting.kind} | ${defaultOf(setting)} | ${setting.description} |`,
  );
  return ["| setting | kind | default | meaning |", "|---|---|---|---|", ...rows];
}

function defaultOf(setting: SettingSpec): string {
  if (setting.default === undefined) return "required";
  const text = setting.default instanceof Secret ? "" : String(setting.default);
  return text === "" ? "none" : `\`${text}\``;
}
