export { dockerOffers, natsImage, oldestPostgresImage, postgresImage } from "./docker-images.ts";
export { ensureConsole } from "./console/ensure-console.ts";
export { findNatsServer, findRunnableNatsServer, minimumNatsVersion } from "./nats/find-nats-server.ts";
export type { FoundNatsServer, RunnableNatsServer } from "./nats/find-nats-server.ts";
export { mapServices, natsAuthorization, prepareNats, wipeJetStream } from "./nats/nats-server.ts";
export type { NatsOptions, NatsServer } from "./nats/nats-server.ts";
export type { PostgresMajor } from "./postgres/binaries.ts";
export { ensureDatabase, preparePostgres } from "./postgres/postgres-server.ts";
export type { PostgresOptions, PostgresServer } from "./postgres/postgres-server.ts";
export { removeFolderAtEnd } from "./processes/guard.ts";
export { ManagedProcess } from "./processes/managed-process.ts";
export type { ManagedProcessOptions, ProcessSpec } from "./processes/managed-process.ts";
export { choosePort, freePort, isPortFree, loopback } from "./processes/ports.ts";
export { repositoryRoot } from "./repository.ts";
export { RotatingLog } from "./processes/rotating-log.ts";
export { ApiClient } from "./api/api-client.ts";
export type { PipelineView, RunView } from "./api/api-client.ts";
export {
  checksumParquet,
  checksumPostgres,
  flightColumns,
  flightsFile,
  isSameContent,
} from "./example/table-checksum.ts";
export type { ChecksumColumn, TableChecksum } from "./example/table-checksum.ts";
export { peakMemoryMb } from "./example/peak-memory.ts";
export { serviceNames, type ServiceName } from "./stack/service-names.ts";
export { startStack } from "./stack/start-stack.ts";
export type { Stack, StackAccess, StackOptions } from "./stack/start-stack.ts";
export { waitUntilItServes } from "./stack/wait-until-it-serves.ts";
export { ensureExamplePipeline, exampleTable, triggerRun } from "./example/example-pipeline.ts";
export { warehouseOf } from "./example/warehouse.ts";
export { TypesMover } from "./scenarios/move-types.ts";
export type { TypesResult } from "./scenarios/move-types.ts";
export { typeModes } from "./scenarios/type-modes.ts";
export type { TypeCheck, TypeMode } from "./scenarios/type-modes.ts";
export { createExpectedTable } from "./scenarios/expected-table.ts";
export { readWireTable } from "./scenarios/wire-rows.ts";
export type { WireField, WireTable } from "./scenarios/wire-rows.ts";
