/**
 * Secrets of a pipeline that the registry gives workers while a user edits the pipeline: only for the server
 * that they were stored for, as in a change (who may not read a secret must not have it sent elsewhere).
 */
export interface StoredSecretsApi {
  /** For extractors; null when none is stored. @throws PipelineError `not_found`, `request_invalid` for another server. */
  "pipelines.source_credentials": [{ id: string; api_endpoint: string | undefined }, { credentials: string | null }];
  /** For loaders. The same. */
  "pipelines.destination_password": [{ id: string; host: string; port: number }, { password: string | null }];
}
