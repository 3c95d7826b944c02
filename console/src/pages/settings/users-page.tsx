import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { meQuery, usersQuery } from "../../api/queries.ts";
import type { Role, User } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { DialogButton } from "../../parts/dialog-button.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { ListCard } from "../../parts/list-card.tsx";
import { PageHead } from "../../parts/page.tsx";
import { SecretDialog } from "../../parts/secret-dialog.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";
import { roleTexts } from "./role-texts.ts";

export default function UsersPage() {
  return (
    <>
      <PageHead title="Users" lead="Users and their roles.">
        <DialogButton kind="primary" icon="plus" text="Add a user">
          {(onClose) => <AddUser onClose={onClose} />}
        </DialogButton>
      </PageHead>
      <ListCard query={useQuery(usersQuery)}>
        {(users) => <Table items={users} columns={columns} idOf={idOf} />}
      </ListCard>
    </>
  );
}

const idOf = ({ id }: User) => id;

const columns: readonly Column<User>[] = [
  {
    id: "user",
    title: "User",
    sortBy: ({ full_name, email }) => full_name ?? email,
    cell: ({ full_name, email }) => (
      <>
        <strong>{full_name ?? email}</strong>
        {full_name !== null && <div className="faint small">{email}</div>}
      </>
    ),
  },
  {
    id: "state",
    title: "State",
    sortBy: ({ is_active }) => Number(!is_active),
    cell: ({ is_active }) =>
      is_active ? (
        <Badge tone="good" icon="check" text="Active" />
      ) : (
        <Badge tone="idle" icon="dash" text="Deactivated" />
      ),
  },
  {
    id: "role",
    title: "Role",
    sortBy: ({ role }) => roleTexts.findIndex(([one]) => one === role),
    cell: (user) => <RoleOf user={user} />,
  },
  {
    id: "added",
    title: "Added",
    className: "soft",
    sortBy: ({ created_at }) => Date.parse(created_at),
    cell: ({ created_at }) => <Time at={created_at} />,
  },
  { id: "actions", title: "Actions", isTitleHidden: true, isNumber: true, cell: (user) => <Activation user={user} /> },
];

function useChange({ id }: User) {
  const { data: me } = useQuery(meQuery);
  const params = { path: { id } };
  const change = useAction(
    (body: { role?: Role; is_active?: boolean }) => dataOf(api.PATCH("/api/v1/users/{id}", { params, body })),
    ({ email }) => `Changed ${email}.`,
  );
  return { change, isMe: me?.id === id };
}

function RoleOf({ user }: { readonly user: User }) {
  const { change, isMe } = useChange(user);
  return (
    <select
      className="input"
      aria-label={`Role of ${user.email}`}
      value={user.role}
      disabled={change.isPending || isMe}
      onChange={({ target }) => change.mutate({ role: target.value as Role })}
    >
      {roleTexts.map(([role, text]) => (
        <option key={role} value={role}>
          {text}
        </option>
      ))}
    </select>
  );
}

function Activation({ user }: { readonly user: User }) {
  const { change, isMe } = useChange(user);
  if (isMe) return <span className="faint">you</span>;
  return (
    <Button
      isSmall
      kind="quiet"
      isBusy={change.isPending}
      onClick={() => change.mutate({ is_active: !user.is_active })}
    >
      {user.is_active ? "Deactivate" : "Activate"}
    </Button>
  );
}

function AddUser({ onClose }: { readonly onClose: () => void }) {
  const [email, setEmail] = useState("");
  const [fullName, setFullName] = useState("");
  const [role, setRole] = useState<Role>("operator");
  const add = useAction(() =>
    dataOf(api.POST("/api/v1/users", { body: { email, role, ...(fullName ? { full_name: fullName } : {}) } })),
  );
  if (add.data) {
    const { user, initial_password: secret } = add.data;
    return <SecretDialog title={`Added ${user.email}`} name="Initial password" secret={secret} onClose={onClose} />;
  }
  return (
    <FormDialog title="Add a user" action={add} submit="Add" onClose={onClose}>
      <TextField label="Email" type="email" value={email} onChange={setEmail} required />
      <TextField label="Name" value={fullName} onChange={setFullName} />
      <SelectField label="Role" value={role} onChange={setRole} options={roleTexts} />
    </FormDialog>
  );
}
