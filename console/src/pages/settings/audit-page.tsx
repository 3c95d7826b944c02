import { dataOf } from "@datamantri/client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { auditQuery } from "../../api/queries.ts";
import type { AuditEntry } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { useSettled } from "../../format/use-settled.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { Empty, ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

/** What is typed is not asked about letter by letter. */
const settledMs = 300;

const outcomes: Record<AuditEntry["outcome"], readonly [Tone, IconName]> = {
  allowed: ["idle", "check"],
  succeeded: ["good", "check"],
  denied: ["warn", "warning"],
  failed: ["bad", "cross"],
};

export default function AuditPage() {
  const { object } = useSearch({ from: "/settings/audit" });
  const navigate = useNavigate({ from: "/settings/audit" });
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    auditQuery(useSettled(object, settledMs)),
  );
  const entries = data?.pages.flat() ?? [];
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
      <div className="toolbar">
        <input
          className="input"
          type="search"
          aria-label="Only about this id"
          placeholder="Only about this id"
          value={object ?? ""}
          onChange={({ target }) =>
            void navigate({ search: { object: target.value.trim() || undefined }, replace: true })
          }
        />
      </div>
      {error && <ErrorNotice error={error} />}
      {(isPending || data) && (
        <Card>
          {isPending && <Skeleton rows={8} />}
          {data && entries.length === 0 && (
            <Empty icon="audit" title="No entry is about this">
              Take the id of a run, a pipeline, a user or whatever else, as the log writes it.
            </Empty>
          )}
          {entries.length > 0 && (
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
                  {entries.map((entry) => (
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
      <td className="mono">
        {entry.action}
        {typeof entry.facts["action"] === "string" && <span className="soft"> {entry.facts["action"]}</span>}
      </td>
      <td>
        <Badge tone={tone} icon={icon} text={entry.outcome} />
      </td>
      <td className="mono soft one-line">
        {entry.object !== null && (
          <Link to="/settings/audit" search={{ object: entry.object }} title="What else was done to it">
            {entry.object}
          </Link>
        )}
      </td>
      <td className="mono soft">{entry.address}</td>
    </tr>
  );
}
