import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { apiKeysQuery, meQuery } from "../../api/queries.ts";
import type { ApiKey, Role } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ListCard } from "../../parts/list-card.tsx";
import { Empty } from "../../parts/notice.tsx";
import { PageHead } from "../../parts/page.tsx";
import { SecretDialog } from "../../parts/secret-dialog.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { TimeOr } from "../../parts/time.tsx";
import { roleTexts } from "./role-texts.ts";

const dayMs = 86_400_000;

export default function ApiKeysPage() {
  return (
    <>
      <PageHead title="API keys" lead="For programs. A key has no more permissions than its owner.">
        <DialogButton kind="primary" icon="plus" text="Create a key">
          {(onClose) => <AddKey onClose={onClose} />}
        </DialogButton>
      </PageHead>
      <ListCard
        query={useQuery(apiKeysQuery)}
        empty={
          <Empty icon="key" title="No keys">
            Create one for a script; give it the lowest role that suffices.
          </Empty>
        }
      >
        {(keys) => <Table items={keys} columns={columns} idOf={idOf} />}
      </ListCard>
    </>
  );
}

const idOf = ({ id }: ApiKey) => id;

const columns: readonly Column<ApiKey>[] = [
  {
    id: "key",
    title: "Key",
    sortBy: ({ name }) => name,
    cell: ({ name, prefix }) => (
      <>
        <strong>{name}</strong>
        <div className="mono faint">{prefix}_…</div>
      </>
    ),
  },
  {
    id: "role",
    title: "Role",
    sortBy: ({ role }) => roleTexts.findIndex(([one]) => one === role),
    cell: ({ role }) => role,
  },
  {
    id: "scopes",
    title: "Scopes",
    className: "soft",
    cell: ({ scopes }) => scopes?.join(", ") ?? "all of its role",
  },
  {
    id: "used",
    title: "Last used",
    sortBy: ({ last_used_at }) => toMs(last_used_at),
    cell: ({ last_used_at }) => <TimeOr at={last_used_at} none="never" />,
  },
  {
    id: "expires",
    title: "Expires",
    sortBy: ({ expires_at }) => toMs(expires_at),
    cell: ({ expires_at }) => <TimeOr at={expires_at} none="never" />,
  },
  { id: "actions", title: "Actions", isTitleHidden: true, isNumber: true, cell: (key) => <Revoke apiKey={key} /> },
];

function toMs(at: string | null): number | undefined {
  return at === null ? undefined : Date.parse(at);
}

function Revoke({ apiKey: { id } }: { readonly apiKey: ApiKey }) {
  const revoke = useAction(
    () => dataOf(api.DELETE("/api/v1/api-keys/{id}", { params: { path: { id } } })),
    ({ message }) => message,
  );
  return (
    <Button isSmall kind="danger" isBusy={revoke.isPending} onClick={() => revoke.mutate()}>
      Revoke
    </Button>
  );
}

function AddKey({ onClose }: { readonly onClose: () => void }) {
  const { data: me } = useQuery(meQuery);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [days, setDays] = useState("90");
  const add = useAction(() => {
    const expires_at = days === "" ? {} : { expires_at: new Date(Date.now() + Number(days) * dayMs).toISOString() };
    return dataOf(api.POST("/api/v1/api-keys", { body: { name, role, ...expires_at } }));
  });
  if (add.data) {
    const { key, secret } = add.data;
    return <SecretDialog title={`Created the key ${key.name}`} name="The key" secret={secret} onClose={onClose} />;
  }
  // A key cannot have a role above its owner's.
  const own = roleTexts.findIndex(([one]) => one === me?.role);
  return (
    <FormDialog title="Create an API key" action={add} submit="Create" onClose={onClose}>
      <TextField label="Name" value={name} onChange={setName} placeholder="nightly trigger" required />
      <SelectField label="Role" value={role} onChange={setRole} options={roleTexts.slice(0, own + 1)} />
      <SelectField
        label="Expires"
        value={days}
        onChange={setDays}
        options={[
          ["30", "In 30 days"],
          ["90", "In 90 days"],
          ["365", "In a year"],
          ["", "Never"],
        ]}
      />
    </FormDialog>
  );
}
