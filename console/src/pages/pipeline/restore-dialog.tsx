import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { versionQuery } from "../../api/queries.ts";
import type { Pipeline, PipelineInput, PipelineVersion } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { FieldChanges } from "./field-changes.tsx";
import { TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { accessNames } from "@datamantri/api/values";
import { declaredFields } from "../../generated/pipeline-fields.ts";
import { needsMaskKey, noSecrets, type Secrets } from "../../pipeline-fields/draft.ts";
import { setAt } from "../../pipeline-fields/paths.ts";

/** Why a secret is required again. */
const reasons: Readonly<Record<keyof Secrets, string>> = {
  "destination_config.password": "That version uses another server, user or TLS setting: enter the password again.",
  "source_config.credentials":
    "That version uses another project, endpoint or account: enter its credentials again, if any.",
  "mapping.mask_key": "That version masks by a key, which every change needs again.",
};

/** Restores the configuration of an earlier version, after showing what that changes. */
export function RestoreDialog({
  pipeline,
  version,
  onClose,
}: {
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
}) {
  // The version when the dialog was opened: the API refuses to overwrite a later change of another user.
  const [base] = useState(pipeline);
  const { data, error } = useQuery(versionQuery(base.id, version));
  const [secrets, setSecrets] = useState(noSecrets);
  const restore = useAction(
    () => {
      const params = { path: { id: base.id }, header: { "If-Match": `"${base.version}"` } };
      return dataOf(api.PUT("/api/v1/pipelines/{id}", { params, body: toBody(data!.configuration, secrets) }));
    },
    () => {
      onClose();
      return `Version ${version} restored.`;
    },
  );
  const needed = data ? neededSecrets(base, data.configuration) : [];
  return (
    <FormDialog
      title={`Restore version ${version} of ${base.name}?`}
      action={restore}
      submit="Restore"
      icon="retry"
      isReady={data !== undefined && data.restoring.length > 0}
      onClose={onClose}
    >
      {error && <ErrorNotice error={error} />}
      {!data && !error && <Skeleton />}
      {data && data.restoring.length === 0 && <p>This version has the current configuration: nothing would change.</p>}
      {data && data.restoring.length > 0 && (
        <>
          <p>Restoring creates a new version with these changes. Secrets are kept. A paused pipeline stays paused.</p>
          <FieldChanges changes={data.restoring} />
        </>
      )}
      {needed.map((path) => (
        <TextField
          key={path}
          label={declaredFields[path].label}
          type="password"
          autoComplete="new-password"
          hint={reasons[path]}
          value={secrets[path]}
          onChange={(secret) => setSecrets({ ...secrets, [path]: secret })}
          required={path === "mapping.mask_key"}
        />
      ))}
    </FormDialog>
  );
}

type Configuration = PipelineVersion["configuration"];

/** Secrets that the API may require again (docs/api.md). */
function neededSecrets(
  { source_config: source, destination_config: destination }: Pipeline,
  { source_config, destination_config, mapping }: Configuration,
): readonly (keyof Secrets)[] {
  const isOtherServer = accessNames("postgres").some((field) => destination[field] !== destination_config[field]);
  const isOtherEndpoint = accessNames("bigquery").some((field) => source[field] !== source_config[field]);
  const isNeeded: Readonly<Record<keyof Secrets, boolean>> = {
    "destination_config.password": destination_config.connection_id === undefined && isOtherServer,
    "source_config.credentials": source_config.connection_id === undefined && isOtherEndpoint,
    "mapping.mask_key": needsMaskKey(mapping?.columns),
  };
  return (Object.keys(isNeeded) as (keyof Secrets)[]).filter((path) => isNeeded[path]);
}

function toBody(configuration: Configuration, secrets: Secrets): PipelineInput {
  const body = structuredClone(configuration);
  for (const [path, secret] of Object.entries(secrets)) if (secret !== "") setAt(body, path, secret);
  return body;
}
