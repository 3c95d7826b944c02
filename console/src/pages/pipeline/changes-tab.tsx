import { useInfiniteQuery } from "@tanstack/react-query";

import { changesQuery } from "../../api/queries.ts";
import type { Pipeline, PipelineChange } from "../../api/types.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { FieldChanges } from "./field-changes.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { OlderButton } from "../../parts/older-button.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { RestoreDialog } from "./restore-dialog.tsx";

const looks: Record<PipelineChange["action"], { readonly tone: Tone; readonly icon: IconName; readonly text: string }> =
  {
    created: { tone: "good", icon: "plus", text: "Created" },
    copied: { tone: "good", icon: "copy", text: "Copied" },
    changed: { tone: "busy", icon: "edit", text: "Changed" },
    applied: { tone: "busy", icon: "audit", text: "Applied from a file" },
    paused: { tone: "idle", icon: "pause", text: "Paused" },
    resumed: { tone: "good", icon: "play", text: "Resumed" },
    archived: { tone: "bad", icon: "trash", text: "Deleted" },
  };

/** Every version of the pipeline, newest first, with its author and its changes. */
export function ChangesTab({ pipeline }: { readonly pipeline: Pipeline }) {
  const query = useInfiniteQuery(changesQuery(pipeline.id));
  const { data, error, isPending, refetch } = query;
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {(isPending || data) && (
        <Card title="Changes" end={<span className="faint small">secret values are never shown</span>}>
          {isPending && <Skeleton />}
          <ol className="versions">
            {data?.pages
              .flatMap(({ items }) => items)
              .map((change) => (
                <Version key={change.version} change={change} pipeline={pipeline} />
              ))}
          </ol>
        </Card>
      )}
      <OlderButton query={query} text="Older changes" />
    </>
  );
}

function Version({ change, pipeline }: { readonly change: PipelineChange; readonly pipeline: Pipeline }) {
  const { version, action, changed_by, changed_at, changes, secrets_changed } = change;
  const mayEdit = useMay("editor");
  const isFirst = action === "created" || action === "copied";
  return (
    <li>
      <div className="toolbar">
        <Badge {...looks[action]} />
        <strong>Version {version}</strong>
        <span className="soft">
          by {changed_by}, <Time at={changed_at} />
        </span>
        <span className="end">
          {version === pipeline.version ? (
            <span className="faint small">current</span>
          ) : (
            mayEdit && (
              <DialogButton isSmall kind="quiet" icon="retry" text="Restore this version">
                {(onClose) => <RestoreDialog pipeline={pipeline} version={version} onClose={onClose} />}
              </DialogButton>
            )
          )}
        </span>
      </div>
      {changes.length + secrets_changed.length > 0 && (
        <FieldChanges
          changes={changes}
          secrets={secrets_changed}
          secretText={isFirst ? "secret set" : "secret replaced or removed"}
        />
      )}
    </li>
  );
}
