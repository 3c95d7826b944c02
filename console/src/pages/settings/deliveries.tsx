import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { WebhookDelivery } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";

const looks = {
  pending: { tone: "busy", icon: "clock", text: "Pending" },
  delivered: { tone: "good", icon: "check", text: "Delivered" },
  failed: { tone: "bad", icon: "cross", text: "Failed" },
} as const;

/** Deliveries of a webhook, newest first, with the result of each attempt. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ["webhooks", webhookId, "deliveries"],
    queryFn: () =>
      dataOf(
        api.GET("/api/v1/webhooks/{id}/deliveries", { params: { path: { id: webhookId }, query: { limit: 50 } } }),
      ),
    // Deliveries have no events.
    refetchInterval: 3_000,
  });
  if (error) return <ErrorNotice error={error} />;
  if (isPending) return <Skeleton />;
  if (data.length === 0) return <p className="soft">No deliveries yet.</p>;
  return <Table items={data} columns={columns} idOf={idOf} />;
}

const idOf = ({ id }: WebhookDelivery) => id;

const columns: readonly Column<WebhookDelivery>[] = [
  { id: "event", title: "Event", className: "mono", cell: ({ event_type }) => event_type },
  { id: "state", title: "State", cell: ({ status }) => <Badge {...looks[status]} /> },
  { id: "created", title: "Created", cell: ({ created_at }) => <Time at={created_at} /> },
  { id: "attempts", title: "Attempts", isNumber: true, cell: ({ attempts }) => attempts.length },
  { id: "answer", title: "Last answer", className: "soft", cell: (delivery) => <LastAnswer delivery={delivery} /> },
  {
    id: "actions",
    title: "Actions",
    isTitleHidden: true,
    isNumber: true,
    cell: (delivery) => delivery.status !== "pending" && <Resend delivery={delivery} />,
  },
];

function LastAnswer({ delivery: { attempts, next_attempt_at } }: { readonly delivery: WebhookDelivery }) {
  const last = attempts.at(-1);
  return (
    <>
      {last && (last.error ?? `HTTP ${last.status}, ${last.duration_ms} ms`)}
      {next_attempt_at !== null && (
        <>
          {" "}
          · next <Time at={next_attempt_at} />
        </>
      )}
    </>
  );
}

function Resend({ delivery: { id, webhook_id } }: { readonly delivery: WebhookDelivery }) {
  const path = { id: webhook_id, delivery_id: id };
  const replay = useAction(
    () => dataOf(api.POST("/api/v1/webhooks/{id}/deliveries/{delivery_id}/replay", { params: { path } })),
    () => "Replayed with the same id.",
  );
  return (
    <Button isSmall kind="quiet" icon="retry" isBusy={replay.isPending} onClick={() => replay.mutate()}>
      Send again
    </Button>
  );
}
