import { accessNames } from "@datamantri/api/values";
import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { connectionQuery, pipelinesQuery } from "../../api/queries.ts";
import type { Connection } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { CheckSteps } from "../../parts/check-steps.tsx";
import { DeleteDialog } from "../../parts/delete-dialog.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { TextField } from "../../parts/field.tsx";
import { ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card, Fact, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useMay } from "../../session/session.tsx";
import { shortRouteOf } from "../pipelines/pipeline-words.ts";
import { BrowseCard } from "./browse-card.tsx";
import type { AccessName } from "./connection-draft.ts";
import { EditConnection } from "./connection-form.tsx";
import { kindTexts, rowOf, serverOf, usersOf } from "./connection-words.ts";

export default function ConnectionPage() {
  const { connectionId } = useParams({ from: "/connections/$connectionId" });
  const { data, error, refetch } = useQuery(connectionQuery(connectionId));
  if (data) return <OneConnection connection={data} />;
  return error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <Skeleton rows={8} />;
}

function OneConnection({ connection }: { readonly connection: Connection }) {
  const mayEdit = useMay("editor");
  const { id, name } = connection;
  const remove = () => dataOf(api.DELETE("/api/v1/connections/{id}", { params: { path: { id } } }));
  return (
    <>
      <PageHead
        title={name}
        crumbs={<Link to="/connections">Connections</Link>}
        lead={`${kindTexts[connection.kind]}, ${serverOf(connection)}`}
      >
        {mayEdit && (
          <>
            <DialogButton kind="quiet" icon="trash" text="Delete">
              {(onClose) => (
                <DeleteDialog name={name} send={remove} list="/connections" onClose={onClose}>
                  Its secret is deleted too. A connection that pipelines use cannot be deleted. Runs in progress
                  continue.
                </DeleteDialog>
              )}
            </DialogButton>
            <DialogButton icon="edit" text="Edit">
              {(onClose) => <EditConnection connection={connection} onClose={onClose} />}
            </DialogButton>
          </>
        )}
      </PageHead>
      <Card>
        <Facts connection={connection} />
      </Card>
      <UsersCard connection={connection} />
      {mayEdit ? (
        <>
          <TestCard connection={connection} />
          <BrowseCard connection={connection} />
        </>
      ) : (
        <Notice tone="busy" title="Only editors can test and browse">
          Both use the stored secret and show rows of tables.
        </Notice>
      )}
    </>
  );
}

function Facts({ connection }: { readonly connection: Connection }) {
  const { kind, config, version, created_by, created_at, updated_at } = connection;
  return (
    <dl className="figures pipeline-facts">
      {accessNames(kind, ({ isEndpoint }) => !isEndpoint).map((name) => (
        <AccessFact key={name} kind={kind} name={name} value={(config as Partial<Record<AccessName, string>>)[name]} />
      ))}
      <Fact name="Created">
        <Time at={created_at} /> by {created_by}
      </Fact>
      <Fact name="Changed">
        {version === 1 ? (
          "never"
        ) : (
          <>
            <Time at={updated_at} />, version {version}
          </>
        )}
      </Fact>
    </dl>
  );
}

/** Text for an unset field; other unset fields are omitted. */
const unset: Partial<Record<AccessName, string>> = {
  impersonate_service_account: "as in its credentials",
  ssl_mode: "default of the loader",
};

function AccessFact({
  kind,
  name,
  value = unset[name],
}: {
  readonly kind: Connection["kind"];
  readonly name: AccessName;
  readonly value: string | undefined;
}) {
  if (value === undefined) return null;
  const { label, control } = rowOf(kind, name);
  return <Fact name={label}>{control === "area" ? "given" : value}</Fact>;
}

function UsersCard({ connection }: { readonly connection: Connection }) {
  const { data, error } = useQuery(pipelinesQuery);
  const users = data && usersOf(connection, data);
  return (
    <Card title="Used by" end={users && <span className="faint small">{users.length}</span>}>
      {error && <ErrorNotice error={error} />}
      {!users && !error && <Skeleton rows={2} />}
      {users?.length === 0 && <p className="card-body soft">None.</p>}
      <ul className="list">
        {users?.map((pipeline) => (
          <li key={pipeline.id}>
            <Link to="/pipelines/$pipelineId" params={{ pipelineId: pipeline.id }}>
              {pipeline.name}
            </Link>
            <span className="soft">{shortRouteOf(pipeline)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function TestCard({ connection: { id, kind } }: { readonly connection: Connection }) {
  const [place, setPlace] = useState(kind === "postgres" ? "public" : "");
  const test = useAction(() => {
    const body = place === "" ? {} : kind === "postgres" ? { schema: place } : { data_project: place };
    return dataOf(api.POST("/api/v1/connections/{id}/test", { params: { path: { id } }, body }));
  });
  return (
    <Card title="Test" end={<span className="faint small">nothing is written, run or billed</span>}>
      <form
        className="card-body stack"
        aria-live="polite"
        onSubmit={(event) => {
          event.preventDefault();
          test.mutate();
        }}
      >
        <div className="fields">
          <TextField
            label={kind === "postgres" ? "Schema" : "Project of the data"}
            hint={kind === "postgres" ? "Schema of the target tables." : "Default: the project of the connection."}
            value={place}
            onChange={setPlace}
          />
        </div>
        <div>
          <Button type="submit" icon="search" isBusy={test.isPending}>
            Test the connection
          </Button>
        </div>
        {test.isError && <ErrorNotice error={test.error} />}
        {test.data && <CheckSteps checks={test.data.checks} />}
      </form>
    </Card>
  );
}
