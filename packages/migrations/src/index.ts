export { migrate, MigrationError, NewerSchemaError, type MigrateOptions } from "./migrate.ts";
export { readMigrations, type Migration } from "./read-migrations.ts";
