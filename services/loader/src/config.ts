import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const loaderSettings = {
  ...commonSettings,
  DESTINATION_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "The only networks and hosts that destinations may be in, such as 10.1.0.0/16,db.example.com,*.example.org; by default any",
  },
  SECRETS_DIRECTORY: {
    kind: "text",
    default: "",
    description: "Directory of the secrets that connections name by file:name; by default none",
  },
  SESSIONS: { kind: "integer", default: 2, description: "COPY sessions at the same time" },
  GROUP_BYTES: { kind: "integer", default: 4 * 2 ** 20, description: "Bytes of rows that one transaction loads" },
} as const satisfies Record<string, SettingSpec>;
