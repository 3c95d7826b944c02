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
import { Empty, ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { OlderButton } from "../../parts/older-button.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { Verification } from "./audit-verification.tsx";

/** Typing does not send a request for each letter. */
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
  const query = useInfiniteQuery(auditQuery(useSettled(object, settledMs)));
  const { data, error, isPending } = query;
  const entries = data?.pages.flat() ?? [];
  const verify = useAction(() => dataOf(api.GET("/api/v1/audit/verify")));
  return (
    <>
      <PageHead title="Audit log" lead="Logins, refusals and requests that may change something, newest first.">
        <Button icon="check" isBusy={verify.isPending} onClick={() => verify.mutate()}>
          Verify the chain
        </Button>
      </PageHead>
      {verify.data && <Verification verification={verify.data} />}
      <div className="toolbar">
        <input
          className="input"
          type="search"
          aria-label="Filter by id"
          placeholder="Filter by id"
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
            <Empty icon="audit" title="No entries match">
              Enter the id of a run, pipeline, user or other object.
            </Empty>
          )}
          {entries.length > 0 && <Table items={entries} columns={columns} idOf={idOf} />}
        </Card>
      )}
      <OlderButton query={query} text="Older entries" />
    </>
  );
}

const idOf = ({ sequence }: AuditEntry) => String(sequence);

const columns: readonly Column<AuditEntry>[] = [
  { id: "when", title: "When", cell: ({ at }) => <Time at={at} /> },
  { id: "who", title: "Who", cell: ({ actor }) => actor.name },
  {
    id: "action",
    title: "Action",
    className: "mono",
    cell: ({ action, facts }) => (
      <>
        {action}
        {typeof facts["action"] === "string" && <span className="soft"> {facts["action"]}</span>}
        {typeof facts["refused_count"] === "number" && <span className="soft"> {facts["refused_count"]} times</span>}
      </>
    ),
  },
  {
    id: "outcome",
    title: "Outcome",
    cell: ({ outcome }) => {
      const [tone, icon] = outcomes[outcome];
      return <Badge tone={tone} icon={icon} text={outcome} />;
    },
  },
  {
    id: "object",
    title: "Object",
    className: "mono soft one-line",
    cell: ({ object }) =>
      object !== null && (
        <Link to="/settings/audit" search={{ object }} title="All entries of this object">
          {object}
        </Link>
      ),
  },
  { id: "from", title: "From", className: "mono soft", cell: ({ address }) => address },
];
