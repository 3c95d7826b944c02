export { migrate, MigrationError, type MigrateOptions } from "./migrate.ts";
export { readMigrations, type Migration } from "./read-migrations.ts";
