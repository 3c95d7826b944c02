import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { meQuery, sessionsQuery } from "../../api/queries.ts";
import type { Session } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

export default function AccountPage() {
  const { data: me } = useQuery(meQuery);
  const sessions = useQuery(sessionsQuery);
  return (
    <>
      <PageHead title="Your account" lead={me && `${me.email}, ${me.role}`} />
      <div className="columns">
        <Card title="Sessions" end={<span className="faint small">where you are signed in</span>}>
          {sessions.error && <ErrorNotice error={sessions.error} />}
          {sessions.isPending && <Skeleton />}
          <ul className="list">
            {sessions.data?.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </ul>
        </Card>
        <PasswordCard />
      </div>
    </>
  );
}

function Row({ session }: { readonly session: Session }) {
  const end = useAction(
    () => dataOf(api.DELETE("/api/v1/auth/sessions/{id}", { params: { path: { id: session.id } } })),
    ({ message }) => message,
  );
  return (
    <li>
      <span>
        <strong>{session.kind === "browser" ? "Browser" : "Program"}</strong>{" "}
        <span className="soft">from {session.address ?? "an unknown address"}</span>
        <span className="faint small">
          {" "}
          · used <Time at={session.last_used_at} />
        </span>
      </span>
      <span className="end">
        {session.is_current ? (
          <Badge tone="good" icon="check" text="This one" />
        ) : (
          <Button isSmall kind="quiet" isBusy={end.isPending} onClick={() => end.mutate()}>
            End
          </Button>
        )}
      </span>
      <span className="why faint small">{session.user_agent}</span>
    </li>
  );
}

function PasswordCard() {
  const [old_password, setOld] = useState("");
  const [new_password, setNew] = useState("");
  const change = useAction(
    () => dataOf(api.POST("/api/v1/users/me/password", { body: { old_password, new_password } })),
    ({ message }) => {
      setOld("");
      setNew("");
      return message;
    },
  );
  return (
    <Card title="Password">
      <form
        className="card-body stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          value={old_password}
          onChange={setOld}
          required
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. Your other sessions end."
          value={new_password}
          onChange={setNew}
          required
        />
        {change.isError && <ErrorNotice error={change.error} />}
        <div>
          <Button type="submit" kind="primary" isBusy={change.isPending}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
}
