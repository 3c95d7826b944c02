import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const extractorSettings = {
  ...commonSettings,
  SLOTS: { kind: "integer", default: 2, description: "Splits read at the same time" },
} as const satisfies Record<string, SettingSpec>;
