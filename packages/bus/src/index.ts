export * from "./announce.ts";
export * from "./command-answers.ts";
export * from "./connection.ts";
export { consume, type Delivery, type MessageHandler, type Handlers } from "./consume.ts";
export * from "./consume-batches.ts";
export { Endpoint } from "./endpoints.ts";
export * from "./listen.ts";
export * from "./object-store.ts";
export { publish, toEventMessage, publishEvent, BatchWindow, type OutgoingMessage } from "./publish.ts";
export * from "./read-broker.ts";
export * from "./report-step.ts";
export { serveRequests, request, requestMeasured, type ApiHandlers, type MeasuredAnswer } from "./request-reply.ts";
export * from "./schedules.ts";
export * from "./server-version.ts";
export * from "./slots.ts";
export * from "./tap-events.ts";
export {
  ensureTopology,
  awaitTopology,
  readStreamIdentities,
  countMessages,
  purgeMessages,
  countUnacknowledged,
  type TopologyOptions,
} from "./topology.ts";
