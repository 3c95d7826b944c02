import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const loaderSettings = {
  ...commonSettings,
  SESSIONS: { kind: "integer", default: 2, description: "COPY sessions at the same time" },
  GROUP_SIZE: { kind: "integer", default: 4, description: "Batches that one transaction loads at most" },
} as const satisfies Record<string, SettingSpec>;
