import type { VerificationLevel, DestinationConfig } from "@datamantri/resources";

/** The configured level. Default: counts, which cost nothing. */
export function levelOf({ verification }: DestinationConfig): VerificationLevel {
  return verification ?? "counts";
}
