import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { webhooksQuery } from "../../api/queries.ts";
import type { Webhook } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { SecretDialog } from "../../parts/secret-dialog.tsx";
import { AddWebhook } from "./add-webhook.tsx";
import { Deliveries } from "./deliveries.tsx";

export default function WebhooksPage() {
  const { data, error, isPending } = useQuery(webhooksQuery);
  const [openId, setOpenId] = useState<string>();
  return (
    <>
      <PageHead title="Webhooks" lead="Tell another service, or a Slack channel, when runs end.">
        <DialogButton kind="primary" icon="plus" text="Add a webhook">
          {(onClose) => <AddWebhook onClose={onClose} />}
        </DialogButton>
      </PageHead>
      {error && <ErrorNotice error={error} />}
      {isPending && (
        <Card>
          <Skeleton />
        </Card>
      )}
      {data?.length === 0 && (
        <Card>
          <Empty icon="out" title="No webhooks">
            Add one to send failed runs to the chat or tools of your team.
          </Empty>
        </Card>
      )}
      {data?.map((webhook) => (
        <Card key={webhook.id}>
          <One
            webhook={webhook}
            isOpen={openId === webhook.id}
            onOpen={() => setOpenId(openId === webhook.id ? undefined : webhook.id)}
          />
        </Card>
      ))}
    </>
  );
}

function One({
  webhook,
  isOpen,
  onOpen,
}: {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}) {
  // The registry's settings create the other one, and only they change it.
  const isOurs = webhook.format !== "openlineage";
  const params = { path: { id: webhook.id } };
  const test = useAction(
    () => dataOf(api.POST("/api/v1/webhooks/{id}/test", { params })),
    () => "Test sent. See Deliveries for the result.",
  );
  const change = useAction(
    () => dataOf(api.PATCH("/api/v1/webhooks/{id}", { params, body: { is_active: !webhook.is_active } })),
    ({ is_active }) => (is_active ? "Webhook enabled." : "Webhook disabled."),
  );
  const rotate = useAction(() => dataOf(api.POST("/api/v1/webhooks/{id}/rotate-secret", { params })));
  const remove = useAction(
    () => dataOf(api.DELETE("/api/v1/webhooks/{id}", { params })),
    ({ message }) => message,
  );
  return (
    <>
      <header>
        <div>
          <h2>{isOurs ? webhook.name : `OpenLineage, namespace ${webhook.name}`}</h2>
          <span className="mono soft">{webhook.url_shown}</span>
        </div>
        {isOurs && (
          <div className="buttons">
            <Button isSmall isBusy={test.isPending} onClick={() => test.mutate()}>
              Send a test
            </Button>
            <Button isSmall isBusy={change.isPending} onClick={() => change.mutate()}>
              {webhook.is_active ? "Pause" : "Resume"}
            </Button>
            {webhook.format === "standard" && (
              <Button isSmall isBusy={rotate.isPending} onClick={() => rotate.mutate()}>
                New secret
              </Button>
            )}
            <Button isSmall kind="danger" icon="trash" isBusy={remove.isPending} onClick={() => remove.mutate()}>
              Delete
            </Button>
          </div>
        )}
      </header>
      <div className="card-body stack">
        <div className="toolbar">
          {webhook.is_active ? (
            <Badge tone="good" icon="check" text="Active" />
          ) : (
            <Badge tone="idle" icon="pause" text="Paused" />
          )}
          <span className="soft">
            {isOurs ? webhook.event_types.join(", ") : "what runs read and write"} · {webhook.format} ·{" "}
            {webhook.pipeline_id === null ? "all pipelines" : "one pipeline"}
          </span>
          <button type="button" className="button quiet small" aria-expanded={isOpen} onClick={onOpen}>
            Deliveries
          </button>
        </div>
        {webhook.disabled_reason !== null && <p className="soft">{webhook.disabled_reason}</p>}
        {isOpen && <Deliveries webhookId={webhook.id} />}
      </div>
      {rotate.data && (
        <SecretDialog
          title="The new secret"
          name="The secret"
          secret={rotate.data.secret}
          said="The previous secret stays valid for 24 hours."
          onClose={() => rotate.reset()}
        />
      )}
    </>
  );
}
