import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { versionQuery } from "../../api/queries.ts";
import type { Pipeline, PipelineInput, PipelineVersion } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { FieldChanges } from "../../parts/field-changes.tsx";
import { TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";

/** Typed in again where the stored ones do not do; empty: they stay. */
interface Secrets {
  readonly credentials: string;
  readonly password: string;
  readonly maskKey: string;
}

/** Puts the configuration of an earlier version back, after showing what that changes. */
export function RestoreDialog({
  pipeline,
  version,
  onClose,
}: {
  readonly pipeline: Pipeline;
  readonly version: number;
  readonly onClose: () => void;
}) {
  // What was there when the dialog was opened: a change meanwhile is refused, not overwritten.
  const [base] = useState(pipeline);
  const { data, error } = useQuery(versionQuery(base.id, version));
  const [secrets, setSecrets] = useState<Secrets>({ credentials: "", password: "", maskKey: "" });
  const restore = useAction(
    () => {
      const params = { path: { id: base.id }, header: { "If-Match": `"${base.version}"` } };
      return dataOf(api.PUT("/api/v1/pipelines/{id}", { params, body: toBody(data!.configuration, secrets) }));
    },
    () => {
      onClose();
      return `It is as it was in version ${version}.`;
    },
  );
  const needed = data && neededSecrets(base, data.configuration);
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
      {data && data.restoring.length === 0 && <p>Its configuration is the present one: nothing would change.</p>}
      {data && data.restoring.length > 0 && (
        <>
          <p>This changes back, as a new version. Secrets stay as they are, and so does whether it is paused.</p>
          <FieldChanges changes={data.restoring} />
        </>
      )}
      {needed?.password === true && (
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          hint="That version does not log in as the present one does: its password is needed again."
          value={secrets.password}
          onChange={(password) => setSecrets({ ...secrets, password })}
        />
      )}
      {needed?.credentials === true && (
        <TextField
          label="Service account key"
          type="password"
          hint="That version does not sign in as the present one does: its key is needed again, if it had one."
          value={secrets.credentials}
          onChange={(credentials) => setSecrets({ ...secrets, credentials })}
        />
      )}
      {needed?.maskKey === true && (
        <TextField
          label="Mask key"
          type="password"
          autoComplete="new-password"
          hint="Its mapping masks by a key, which is needed with every change."
          value={secrets.maskKey}
          onChange={(maskKey) => setSecrets({ ...secrets, maskKey })}
          required
        />
      )}
    </FormDialog>
  );
}

type Configuration = PipelineVersion["configuration"];

/** Which secrets the API may ask for again (docs/api.md). */
function neededSecrets(
  { source_config: source, destination_config: destination }: Pipeline,
  { source_config, destination_config, mapping }: Configuration,
) {
  const isOwnSource = source_config.connection_id === undefined;
  const isOwnDestination = destination_config.connection_id === undefined;
  return {
    credentials:
      isOwnSource && (source.connection_id !== undefined || source.api_endpoint !== source_config.api_endpoint),
    password:
      isOwnDestination &&
      (destination.host !== destination_config.host || destination.port !== destination_config.port),
    maskKey:
      mapping?.columns?.some(
        ({ mask }) => mask?.method === "hmac" || (mask?.method === "sha256" && mask.salted === true),
      ) === true,
  };
}

function toBody(
  { source_config, destination_config, mapping, ...rest }: Configuration,
  { credentials, password, maskKey }: Secrets,
): PipelineInput {
  return {
    ...rest,
    source_config: { ...source_config, ...(credentials && { credentials }) },
    destination_config: { ...destination_config, ...(password && { password }) },
    mapping: mapping && { ...mapping, ...(maskKey && { mask_key: maskKey }) },
  };
}
