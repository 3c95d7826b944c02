export { readAuditAnchor, putAuditAnchor, type StoredAnchor } from "./audit-anchor.ts";
export { announce, listenForStops, findInstances, type ServiceInstance, type Announcement } from "./announce.ts";
export { answerCommand, CommandAnswers } from "./command-answers.ts";
export { processInstance, openBus, pingNats, type Bus } from "./connection.ts";
export { consume, type Delivery, type MessageHandler, type Handlers } from "./consume.ts";
export { consumeBatches, type BatchHandler, type BatchOptions } from "./consume-batches.ts";
export { Endpoint } from "./endpoints.ts";
export { listenFor } from "./listen.ts";
export { ensureMirrors } from "./mirrors.ts";
export {
  chunkBytes,
  maxObjectBytes,
  putObject,
  readObject,
  removeObject,
  removeRunObjects,
  listObjectRuns,
} from "./object-store.ts";
export { publish, toEventMessage, publishEvent, BatchWindow, type OutgoingMessage } from "./publish.ts";
export { readBroker } from "./read-broker.ts";
export { StepReporter } from "./report-step.ts";
export { sayWaiting } from "./say-waiting.ts";
export { serveRequests, request, requestMeasured, type ApiHandlers, type MeasuredAnswer } from "./request-reply.ts";
export { toScheduleMessage, putSchedule, readSchedules, watchSchedules } from "./schedules.ts";
export {
  assertServerVersion,
  compareVersions,
  findSmallPayload,
  maxBatchMessageBytes,
  minimumServerVersion,
} from "./server-requirements.ts";
export { Slots } from "./slots.ts";
export {
  readEventStream,
  followEvents,
  readEvents,
  findLastEvent,
  type StoredEvent,
  type EventFilter,
  type EventStreamState,
} from "./tap-events.ts";
export {
  ensureTopology,
  streamNames,
  awaitTopology,
  findMissingConsumers,
  readStreamIdentities,
  countMessages,
  readSubjects,
  purgeMessages,
  countUnacknowledged,
  readAckFloor,
  findLastStored,
  type TopologyOptions,
} from "./topology.ts";
export { untilTheRunEnds } from "./settling.ts";
export { findEvent, markEpoch, putGeneration, readGeneration, readLastEvent, type LastEvent } from "./generation.ts";
