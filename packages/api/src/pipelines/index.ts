export { appliedView, appliedExample, type AppliedPipeline } from "./applied.ts";
export { catchUp, type CatchUp } from "./catch-up.ts";
export {
  destination,
  type Guards,
  type RejectLimits,
  type VerificationLevel,
  type PipelineDestination,
  type DestinationConfig,
} from "./destination.ts";
export {
  estimateView,
  validationView,
  estimateExample,
  validationExample,
  type SourceColumnView,
  type CostEstimate,
  type InspectionProblem,
  type ValidationProblem,
  type PipelineEstimate,
  type Validation,
} from "./estimates.ts";
export {
  changeView,
  changeExample,
  versionView,
  versionExample,
  type PipelineAction,
  type FieldChange,
  type PipelineChange,
  type PipelineVersion,
} from "./history.ts";
export { mappingView, type Mask, type ColumnMapping, type Unrepresentable, type Mapping } from "./mapping.ts";
export { pipelineBodyExample, pipelineExample } from "./pipeline-example.ts";
export { toPipelineRequest, type PipelineRequest } from "./pipeline-request.ts";
export {
  pipelineName,
  pipelineBody,
  pipelineView,
  pipelineFilter,
  configurationOf,
  type PipelineConfiguration,
  type RunConfiguration,
  type PipelineView,
  type PipelineFilter,
} from "./pipeline.ts";
export type { RetryPolicy } from "./retry-policy.ts";
export { source, type PipelineSource, type SourceConfig } from "./source.ts";
export type { TargetType } from "./target-types.ts";
export {
  typeReportView,
  typeReportExample,
  type TypeReportColumn,
  type Fidelity,
  type TypeReport,
} from "./type-report.ts";
export { modes, type WriteMode, type Mode } from "./write-modes.ts";
