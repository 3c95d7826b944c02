import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const loaderSettings = {
  ...commonSettings,
  SESSIONS: { kind: "integer", default: 2, description: "COPY sessions at the same time" },
  GROUP_BYTES: { kind: "integer", default: 4 * 2 ** 20, description: "Bytes of rows that one transaction loads" },
} as const satisfies Record<string, SettingSpec>;
