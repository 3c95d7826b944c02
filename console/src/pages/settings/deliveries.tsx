import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import type { WebhookDelivery } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Time } from "../../parts/time.tsx";

const looks = {
  pending: { tone: "busy", icon: "clock", text: "On its way" },
  delivered: { tone: "good", icon: "check", text: "Delivered" },
  failed: { tone: "bad", icon: "cross", text: "Failed" },
} as const;

/** What a webhook was told, newest first, and how each attempt went. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: ["webhooks", webhookId, "deliveries"],
    queryFn: () =>
      dataOf(
        api.GET("/api/v1/webhooks/{id}/deliveries", { params: { path: { id: webhookId }, query: { limit: 50 } } }),
      ),
    // No event tells of a delivery.
    refetchInterval: 3_000,
  });
  if (error) return <ErrorNotice error={error} />;
  if (isPending) return <Skeleton />;
  if (data.length === 0) return <p className="soft">It was told nothing yet.</p>;
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">State</th>
            <th scope="col">Made</th>
            <th scope="col" className="number">
              Attempts
            </th>
            <th scope="col">Last answer</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((delivery) => (
            <Row key={delivery.id} delivery={delivery} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ delivery }: { readonly delivery: WebhookDelivery }) {
  const path = { id: delivery.webhook_id, delivery_id: delivery.id };
  const replay = useAction(
    () => dataOf(api.POST("/api/v1/webhooks/{id}/deliveries/{delivery_id}/replay", { params: { path } })),
    () => "It is sent again, under the same id.",
  );
  const last = delivery.attempts.at(-1);
  return (
    <tr>
      <td className="mono">{delivery.event_type}</td>
      <td>
        <Badge {...looks[delivery.status]} />
      </td>
      <td>
        <Time at={delivery.created_at} />
      </td>
      <td className="number">{delivery.attempts.length}</td>
      <td className="soft">
        {last && (last.error ?? `HTTP ${last.status}, ${last.duration_ms} ms`)}
        {delivery.next_attempt_at !== null && (
          <>
            {" "}
            · next <Time at={delivery.next_attempt_at} />
          </>
        )}
      </td>
      <td className="number">
        {delivery.status !== "pending" && (
          <Button isSmall kind="quiet" icon="retry" isBusy={replay.isPending} onClick={() => replay.mutate()}>
            Send again
          </Button>
        )}
      </td>
    </tr>
  );
}
