/** Each resource of the API, declared once. */
export { sayIssue } from "./say-issue.ts";
export * from "./pipelines/index.ts";
export * from "./values.ts";
export {
  browseBody,
  checksView,
  checksExample,
  sourceListingView,
  sourceListingExample,
  type ConnectionCheck,
  type SourceListing,
} from "./connections/checks.ts";
export {
  connectionBody,
  connectionTestBody,
  connectionTestExample,
  connectionBodyExample,
  connectionView,
  connectionExample,
  storedTestBody,
  storedBrowseBody,
  destinationBrowseBody,
  destinationListingView,
  destinationListingExample,
  toConnectionRequest,
  type ConnectionInput,
  type ConnectionKind,
  type BigQueryConnection,
  type PostgresConnection,
  type ConnectionView,
  type DestinationListing,
} from "./connections/connections.ts";
export {
  name,
  host,
  project,
  credentials,
  password,
  connectionId,
  secretOf,
  credentialsText,
} from "./connections/servers.ts";
export {
  apiKeyBody,
  apiKeyBodyExample,
  apiKeyView,
  apiKeyExample,
  createdApiKeyView,
  createdApiKeyExample,
  type ApiKeyView,
} from "./identity/api-keys.ts";
export {
  auditEntryView,
  auditEntryExample,
  auditVerificationView,
  auditVerificationExample,
  type Actor,
  type AuditEvent,
  type AuditEntryView,
  type AuditGap,
  type AuditVerification,
} from "./identity/audit.ts";
export {
  loginBody,
  loginExample,
  tokenView,
  tokenExample,
  methodsView,
  methodsExample,
  userView,
  userExample,
  type UserView,
} from "./identity/auth.ts";
export { roles, reaches, lowerRole, scopes, type Role, type Scope } from "./identity/roles.ts";
export {
  refreshBody,
  sessionView,
  sessionExample,
  openedView,
  openedExample,
  type SessionKind,
  type SessionView,
} from "./identity/sessions.ts";
export {
  userBody,
  userBodyExample,
  userChangeBody,
  createdUserView,
  createdUserExample,
  confirmBody,
  confirmExample,
  passwordBody,
  passwordExample,
  type UserChange,
} from "./identity/users.ts";
export { problemView } from "./problem.ts";
export { backfillBody, backfillExample } from "./runs/backfill.ts";
export {
  rejectsView,
  rejectsExample,
  replayView,
  replayExample,
  type RejectReason,
  type RejectsView,
} from "./runs/rejects.ts";
export {
  runFilter,
  runView,
  runExample,
  triggeredView,
  runSummaryView,
  runSummaryExample,
  runDetailView,
  runDetailExample,
  splitView,
  splitExample,
  eventView,
  eventExample,
  retryBody,
  bulkBody,
  bulkView,
  type RunStatus,
  type ReplacedCells,
  type RunFilter,
  type RunView,
  type RunSummary,
  type PhaseView,
  type RunDetail,
  type SplitView,
  type RunEventView,
  type RetryFrom,
  type BulkResult,
} from "./runs/runs.ts";
export {
  streamedEventView,
  lastEventIdHeader,
  eventsQuery,
  socketQuery,
  eventStream,
  eventStreamExample,
  type StreamedEventView,
} from "./runs/streamed-events.ts";
export {
  verificationReport,
  verificationExample,
  type VerifiedColumn,
  type VerificationReport,
} from "./runs/verification.ts";
export {
  occurrenceStatuses,
  scheduleBody,
  schedulePreviewView,
  schedulePreviewExample,
  occurrenceStatus,
  occurrenceView,
  occurrenceExample,
  type OccurrenceStatus,
  type OccurrenceReason,
  type ScheduleWarning,
  type SchedulePreview,
  type OccurrenceView,
} from "./schedules.ts";
export { healthView, serviceView, messageView, keySetView, keySetExample } from "./service.ts";
export type { SystemHour, SystemErrorCount, SystemServer, SystemWait } from "./system/activity.ts";
export type { SystemBroker, SystemQueue, SystemStream } from "./system/broker.ts";
export { type SystemInstance, type SystemService } from "./system/services.ts";
export { systemView, type SystemPart, type SystemProblem, type SystemView } from "./system/system.ts";
export { systemExample } from "./system/system-example.ts";
export {
  webhookBody,
  webhookBodyExample,
  webhookChange,
  webhookView,
  webhookExample,
  createdWebhookView,
  secretView,
  secretExample,
  deliveryView,
  deliveryExample,
  type DeliveryEventType,
  type WebhookInput,
  type WebhookChange,
  type WebhookFormat,
  type WebhookView,
  type DeliveryStatus,
  type DeliveryView,
} from "./webhooks.ts";
