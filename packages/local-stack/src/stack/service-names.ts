/** The product's services, in the order in which they are listed. */
export const serviceNames = ["registry", "scheduler", "gateway", "extractor", "loader"] as const;
export type ServiceName = (typeof serviceNames)[number];
