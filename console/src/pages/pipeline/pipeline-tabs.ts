/** Tabs as named in the URL of a pipeline's page. */
export const pipelineTabs = ["runs", "configuration", "types", "schedule", "changes"] as const;
