import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { Pipeline } from "../../api/types.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

/** The configuration as the API exports and accepts it, without secrets. */
export function ConfigurationTab({ pipeline }: { readonly pipeline: Pipeline }) {
  const { id, version, created_at, updated_at } = pipeline;
  const { data, error } = useQuery({
    queryKey: ["pipelines", id, "yaml", version],
    queryFn: () => dataOf(api.GET("/api/v1/pipelines/{id}/yaml", { params: { path: { id } }, parseAs: "text" })),
  });
  return (
    <Card
      title="YAML"
      end={
        <span className="toolbar">
          <span className="faint small">
            version {version}, created <Time at={created_at} />, changed <Time at={updated_at} />
          </span>
          {data !== undefined && <CopyButton text={data} />}
        </span>
      }
    >
      {error && <ErrorNotice error={error} />}
      {data === undefined && !error && <Skeleton rows={10} />}
      {data !== undefined && (
        <div className="card-body">
          <pre className="code" tabIndex={0}>
            {data}
          </pre>
        </div>
      )}
    </Card>
  );
}
