import { dataOf } from "@datamantri/client";
import { useInfiniteQuery } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { auditQuery } from "../../api/queries.ts";
import type { AuditEntry } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

const outcomes: Record<AuditEntry["outcome"], readonly [Tone, IconName]> = {
  allowed: ["idle", "check"],
  succeeded: ["good", "check"],
  denied: ["warn", "warning"],
  failed: ["bad", "cross"],
};

export default function AuditPage() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(auditQuery);
  const verify = useAction(() => dataOf(api.GET("/api/v1/audit/verify")));
  return (
    <>
      <PageHead title="Audit log" lead="Logins, refusals and every request that may change something, newest first.">
        <Button icon="check" isBusy={verify.isPending} onClick={() => verify.mutate()}>
          Verify the chain
        </Button>
      </PageHead>
      {verify.data && (
        <Notice
          tone={verify.data.is_intact ? "good" : "bad"}
          title={
            verify.data.is_intact
              ? `All ${verify.data.entry_count} entries are as they were written`
              : `Changed from entry ${verify.data.first_broken_sequence} on`
          }
        >
          <span className="mono soft">head {verify.data.head_hash}</span>
        </Notice>
      )}
      {error && <ErrorNotice error={error} />}
      {(isPending || data) && (
        <Card>
          {isPending && <Skeleton rows={8} />}
          {data && (
            <div className="table-scroll">
              <table>
                <thead>
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Who</th>
                    <th scope="col">Did what</th>
                    <th scope="col">Outcome</th>
                    <th scope="col">Object</th>
                    <th scope="col">From</th>
                  </tr>
                </thead>
                <tbody>
                  {data.pages.flat().map((entry) => (
                    <Row key={entry.sequence} entry={entry} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
      )}
      {hasNextPage && (
        <div className="buttons">
          <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older entries
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ entry }: { readonly entry: AuditEntry }) {
  const [tone, icon] = outcomes[entry.outcome];
  return (
    <tr>
      <td>
        <Time at={entry.at} />
      </td>
      <td>{entry.actor.name}</td>
      <td className="mono">{entry.action}</td>
      <td>
        <Badge tone={tone} icon={icon} text={entry.outcome} />
      </td>
      <td className="mono soft one-line">{entry.object}</td>
      <td className="mono soft">{entry.address}</td>
    </tr>
  );
}
