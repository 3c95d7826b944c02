import { dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { api } from "../../../api/client.ts";
import { Button } from "../../../parts/button.tsx";
import { CheckSteps } from "../../../parts/check-steps.tsx";
import { ErrorNotice } from "../../../parts/notice.tsx";
import { destinationAccess, type Access } from "../browse/browse.ts";

/** Tests the connection step by step. Nothing is written. */
export function DestinationCheck({
  access,
  children,
}: {
  readonly access: Access;
  /** More buttons. */
  readonly children: ReactNode;
}) {
  const { "destination_config.connection_id": id, "destination_config.schema": schema } = access.draft;
  const check = useMutation({
    mutationFn: () =>
      id === ""
        ? dataOf(api.POST("/api/v1/connections/test", { body: toTest(access) }))
        : dataOf(api.POST("/api/v1/connections/{id}/test", { params: { path: { id } }, body: { schema } })),
  });
  return (
    <div className="stack" aria-live="polite">
      <div className="buttons">
        <Button icon="search" isBusy={check.isPending} onClick={() => check.mutate()}>
          Test the connection
        </Button>
        {children}
      </div>
      {check.isError && <ErrorNotice error={check.error} />}
      {check.data && <CheckSteps checks={check.data.checks} />}
    </div>
  );
}

function toTest(access: Access) {
  const { config, password, pipeline_id } = {
    password: undefined,
    pipeline_id: undefined,
    ...destinationAccess(access),
  };
  return {
    kind: "postgres" as const,
    schema: access.draft["destination_config.schema"],
    config: { ...config, ...(password === undefined ? {} : { password }) },
    ...(pipeline_id === undefined ? {} : { pipeline_id }),
  };
}
