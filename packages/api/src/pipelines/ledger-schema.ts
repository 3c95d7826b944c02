/** PostgreSQL schema with the tables by which loaders know what they have written. They create it in each destination. */
export const ledgerSchema = "datamantri";
