/** As the address of a pipeline's page has them. */
export const pipelineTabs = ["runs", "configuration", "types", "schedule", "changes"] as const;
