export type {
  SourceAccessConfig,
  DestinationAccessConfig,
  SourceAccessInput,
  DestinationAccessInput,
  BrowseRequest,
  DestinationBrowseRequest,
} from "./access-requests.ts";
export * from "./cloud-events.ts";
export * from "./codec.ts";
export type * from "./connections-api.ts";
export * from "./consumers.ts";
export type * from "./extractor-api.ts";
export type * from "./identity-api.ts";
export * from "./ids.ts";
export type * from "./loader-api.ts";
export type {
  AuditedRequest,
  MessageName,
  Message,
  Column,
  Snapshot,
  Split,
  CursorRange,
  Watermark,
  LoadedBatch,
  ColumnStatistics,
  Verification,
} from "./messages.ts";
export * from "./nats-permissions.ts";
export * from "./natural-types.ts";
export * from "./object-subjects.ts";
export type * from "./paging.ts";
export type * from "./pipelines-api.ts";
export type * from "./registry-api.ts";
export type * from "./run-access.ts";
export type * from "./scheduler-api.ts";
export * from "./schedules-bucket.ts";
export type * from "./stored-secrets-api.ts";
export * from "./streamed-events.ts";
export {
  partitionCount,
  partitionOf,
  streamSubjects,
  routes,
  workerEventNames,
  publicEventNames,
  subjectOf,
  filterOf,
  messageNameOf,
  runWorkSubjects,
  deadLetterSubject,
  stoppedSubject,
  type StreamName,
  type EventName,
  type TaskName,
  type PublicEventName,
  type SubjectFields,
  answerSubject,
} from "./subjects.ts";
export type * from "./system-api.ts";
export type * from "./webhooks-api.ts";
