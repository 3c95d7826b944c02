import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { api } from "../../api/client.ts";
import { connectionsQuery, pipelinesQuery } from "../../api/queries.ts";
import type { Connection } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { ListCard } from "../../parts/list-card.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageHead } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { useMay } from "../../session/session.tsx";
import { AddConnection } from "./connection-form.tsx";
import { kindTexts, serverOf, usersOf } from "./connection-words.ts";

/** Limit of pipelines named in a row. */
const maxNamed = 3;

export default function ConnectionsPage() {
  const mayEdit = useMay("editor");
  return (
    <>
      <PageHead title="Connections" lead="Servers that pipelines read from and write to.">
        {mayEdit && (
          <DialogButton kind="primary" icon="plus" text="Add a connection">
            {(onClose) => <AddConnection onClose={onClose} />}
          </DialogButton>
        )}
      </PageHead>
      <ListCard
        query={useQuery(connectionsQuery)}
        empty={
          <Empty icon="connections" title="No connections yet">
            Save a BigQuery project or a PostgreSQL server once, and use it in many pipelines.
          </Empty>
        }
      >
        {(connections) => <Table items={connections} columns={mayEdit ? editorColumns : columns} idOf={idOf} />}
      </ListCard>
    </>
  );
}

const idOf = ({ id }: Connection) => id;

const columns: readonly Column<Connection>[] = [
  {
    id: "connection",
    title: "Connection",
    sortBy: ({ name }) => name,
    cell: ({ id, name }) => (
      <Link to="/connections/$connectionId" params={{ connectionId: id }} className="row-name" data-row={id}>
        {name}
      </Link>
    ),
  },
  { id: "kind", title: "Kind", sortBy: ({ kind }) => kindTexts[kind], cell: ({ kind }) => kindTexts[kind] },
  { id: "server", title: "Server", className: "mono soft", sortBy: serverOf, cell: serverOf },
  { id: "users", title: "Used by", cell: (connection) => <UsedBy connection={connection} /> },
];

const editorColumns: readonly Column<Connection>[] = [
  ...columns,
  { id: "test", title: "Test", cell: (connection) => <QuickTest connection={connection} /> },
];

function UsedBy({ connection }: { readonly connection: Connection }) {
  const { data } = useQuery(pipelinesQuery);
  if (!data) return null;
  const users = usersOf(connection, data);
  if (users.length === 0) return <span className="faint">no pipeline</span>;
  return (
    <>
      {users.slice(0, maxNamed).map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <Link to="/pipelines/$pipelineId" params={{ pipelineId: id }}>
            {name}
          </Link>
        </span>
      ))}
      {users.length > maxNamed && <span className="faint"> and {users.length - maxNamed} more</span>}
    </>
  );
}

/** Shows whether it works, in a word; its own page has the steps. */
function QuickTest({ connection: { id, name } }: { readonly connection: Connection }) {
  const test = useAction(() =>
    dataOf(api.POST("/api/v1/connections/{id}/test", { params: { path: { id } }, body: {} })),
  );
  const failed = test.data?.checks.find(({ ok }) => !ok);
  return (
    <span className="toolbar">
      <Button isSmall isBusy={test.isPending} aria-label={`Test ${name}`} onClick={() => test.mutate()}>
        Test
      </Button>
      <span role="status">
        {test.data?.ok === true && <Badge tone="good" icon="check" text="Works" />}
        {failed && (
          <>
            <Badge tone="bad" icon="cross" text="Fails" /> <span className="soft">{failed.message}</span>
          </>
        )}
      </span>
    </span>
  );
}
