import type { components } from "@datamantri/client";

type Schemas = components["schemas"];

export type Pipeline = Schemas["Pipeline"];
export type PipelineInput = Schemas["PipelineInput"];
export type ColumnMapping = Schemas["ColumnMapping"];
export type Connection = Schemas["Connection"];
export type Run = Schemas["RunSummary"];
export type RunDetail = Schemas["RunDetail"];
export type RunEvent = Schemas["RunEvent"];
export type RunStatus = Run["status"];
export type Split = Schemas["Split"];
export type Estimate = Schemas["Estimate"];
export type TypeReport = Schemas["TypeReport"];
export type User = Schemas["User"];
export type Role = User["role"];
export type ApiKey = Schemas["ApiKey"];
export type AuditEntry = Schemas["AuditEntry"];
export type Webhook = Schemas["Webhook"];
export type WebhookDelivery = Schemas["WebhookDelivery"];
export type Connection = Schemas["Connection"];
export type ConnectionInput = Schemas["ConnectionInput"];
export type ConnectionChecks = Schemas["ConnectionChecks"];
export type FieldChange = Schemas["FieldChange"];
export type PipelineChange = Schemas["PipelineChange"];
export type PipelineVersion = Schemas["PipelineVersion"];
export type Occurrence = Schemas["Occurrence"];
export type Session = Schemas["Session"];
