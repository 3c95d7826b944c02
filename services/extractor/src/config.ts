import { commonSettings, Secret, type SettingSpec } from "@datamantri/runtime";

export const extractorSettings = {
  ...commonSettings,
  BIGQUERY_PRICE_PER_TIB_USD: {
    kind: "decimal",
    default: 6.25,
    description: "Price of a TiB that queries process, for estimates; default: Google's on-demand list price (US)",
  },
  HTTPS_PROXY: {
    kind: "secret",
    default: new Secret(""),
    alias: "https_proxy",
    description: "HTTP proxy towards Google: http://user:password@host:3128; default: none. Also https_proxy",
  },
  NO_PROXY: {
    kind: "text",
    default: "",
    alias: "no_proxy",
    description: "Hosts reached without the proxy, such as .p.googleapis.com,metadata.google.internal. Also no_proxy",
  },
  MAXIMUM_BYTES_BILLED: {
    kind: "integer",
    default: 100 * 2 ** 30,
    description: "Most bytes that a query job may bill if the source sets no maximum_bytes_billed; default: 100 GiB",
  },
  SECRETS_DIRECTORY: {
    kind: "text",
    default: "",
    description: "Directory of the secrets that connections name by file:name; default: none",
  },
  SOURCE_NETWORKS: {
    kind: "text",
    default: "",
    description: "The only networks and hosts that sources may use, such as *.googleapis.com,10.1.0.0/16; default: any",
  },
  UNCHECKED_QUERIES: {
    kind: "text",
    default: "refuse",
    oneOf: ["refuse", "run"],
    description:
      "run: lets queries run at other servers than Google's that do not check them by a dry run, such as some emulators",
  },
  SLOTS: { kind: "integer", default: 2, description: "Splits read at the same time" },
} as const satisfies Record<string, SettingSpec>;
