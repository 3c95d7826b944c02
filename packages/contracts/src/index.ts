export type {
  SourceAccessConfig,
  DestinationAccessConfig,
  SourceAccessInput,
  DestinationAccessInput,
  DestinationTarget,
  BrowseRequest,
  DestinationBrowseRequest,
} from "./requests/access-requests.ts";
export { cloudEventType, cloudEventHeaders } from "./cloud-events.ts";
export { encodeMessage, decodeMessage } from "./codec.ts";
export { describeCursorValue, emptyRange, isEmptyRange, orderedTypes } from "./cursor-values.ts";
export {
  deletedAt,
  describeLostRange,
  describeOwnColumnsProblem,
  describeKeyProblem,
  findKeyColumn,
  findUnchangedColumn,
  findSourceColumn,
  isSameSourceName,
  maxTargetColumns,
  ownColumns,
  sourcePathOf,
  systemColumns,
  validFrom,
  validTo,
} from "./target-columns.ts";
export type { ConnectionsApi } from "./requests/connections-requests.ts";
export {
  registryCommands,
  registryEvents,
  extractorPlans,
  extractorSplits,
  loaderTasks,
  loaderBatches,
  allConsumers,
  lastConsumer,
  queueOf,
  type ConsumerSpec,
} from "./consumers.ts";
export type { SourceInspection, ExtractorApi } from "./requests/extractor-requests.ts";
export type {
  Caller,
  LiveSession,
  OpenedSession,
  LoginOutcome,
  PasswordRefusal,
  RefreshOutcome,
  ExternalIdentity,
  LiveApiKey,
  IdentityApi,
} from "./requests/identity-requests.ts";
export {
  deriveUuid,
  scheduledRunId,
  requestedId,
  requestedRunId,
  retriedRunId,
  undoingRunId,
  noRunBefore,
  tickId,
  batchMessageId,
  batchChecksum,
  queryJobId,
  statisticsJobId,
  previousTableName,
  stagingTableName,
  noWatermark,
  noRange,
  noVerification,
  schemaFingerprint,
  type RequestedKind,
} from "./ids.ts";
export type { LedgerProgress, LoaderApi, TargetLeft } from "./requests/loader-requests.ts";
export type {
  AuditedRequest,
  MessageName,
  Message,
  Column,
  Snapshot,
  Split,
  ColumnDescription,
  CursorRange,
  Watermark,
  LoadedBatch,
  ColumnStatistics,
  Verification,
} from "./messages.ts";
export { apiPrefixes, mirrorApi, mirrorDelivery, mirrors, natsLinks, type Mirror } from "./nats-accounts.ts";
export { toNatsConfig } from "./nats-config.ts";
export { naturalType, naturalElementType } from "./natural-types.ts";
export { toSourceType } from "./source-types.ts";
export { objectSubjects, objectSubject, runObjectsSubject, type BatchKey } from "./object-subjects.ts";
export { generationStream, generationSubject } from "./generation.ts";
export { auditAnchorSubject, auditStream, type AuditAnchor, type BrokenAnchor } from "./audit-anchor.ts";
export type { Page, PageRequest } from "./paging.ts";
export type { PipelinesApi } from "./requests/pipelines-requests.ts";
export type { RegistryApi } from "./requests/registry-requests.ts";
export type { RunSource, RunDestination } from "./run-access.ts";
export type { DueTime, DueTimes, SchedulerApi } from "./requests/scheduler-requests.ts";
export {
  schedulesBucket,
  schedulesStream,
  scheduleSubject,
  summarizeSchedules,
  type Schedule,
  type ScheduleSummary,
  type CronSchedule,
} from "./schedules-bucket.ts";
export { secretsSubject, type SecretsApi } from "./requests/secrets-requests.ts";
export { toStreamedEventView, isPublicEventName, isEndingEventName, type PublicEvent } from "./streamed-events.ts";
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
  runIdOf,
  runWorkNames,
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
export type { RegistryReport, SystemApi } from "./requests/system-requests.ts";
export type { WebhooksApi } from "./requests/webhooks-requests.ts";
export { describeMixedSuffixes, describeStraySuffix, isNumberForm, suffixForm } from "./table-suffixes.ts";
