import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const schedulerSettings = {
  ...commonSettings,
} as const satisfies Record<string, SettingSpec>;
