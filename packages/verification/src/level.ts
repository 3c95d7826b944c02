import type { VerificationLevel, DestinationConfig } from "@datamantri/api";

/** The configured level. Default: counts, which cost nothing. */
export function levelOf({ verification }: DestinationConfig): VerificationLevel {
  return verification ?? "counts";
}
