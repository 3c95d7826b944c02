export { migrate, MigrationError, type MigrateOptions, type Query } from "./migrate.ts";
export { readMigrations, type Migration } from "./read-migrations.ts";
