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
import { Time } from "../../parts/time.tsx";
import { roleTexts } from "./role-texts.ts";

export default function UsersPage() {
  return (
    <>
      <PageHead title="Users" lead="Who gets in, and what they may do.">
        <DialogButton kind="primary" icon="plus" text="Add a user">
          {(onClose) => <AddUser onClose={onClose} />}
        </DialogButton>
      </PageHead>
      <ListCard query={useQuery(usersQuery)}>{(users) => <UsersTable users={users} />}</ListCard>
    </>
  );
}

function UsersTable({ users }: { readonly users: readonly User[] }) {
  return (
    <div className="table-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">State</th>
            <th scope="col">Role</th>
            <th scope="col">Added</th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <Row key={user.id} user={user} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ user }: { readonly user: User }) {
  const { data: me } = useQuery(meQuery);
  const params = { path: { id: user.id } };
  const change = useAction(
    (body: { role?: Role; is_active?: boolean }) => dataOf(api.PATCH("/api/v1/users/{id}", { params, body })),
    ({ email }) => `Changed ${email}.`,
  );
  return (
    <tr>
      <td>
        <strong>{user.full_name ?? user.email}</strong>
        {user.full_name !== null && <div className="faint small">{user.email}</div>}
      </td>
      <td>
        {user.is_active ? (
          <Badge tone="good" icon="check" text="Active" />
        ) : (
          <Badge tone="idle" icon="dash" text="Deactivated" />
        )}
      </td>
      <td>
        <select
          className="input"
          aria-label={`Role of ${user.email}`}
          value={user.role}
          disabled={change.isPending || user.id === me?.id}
          onChange={({ target }) => change.mutate({ role: target.value as Role })}
        >
          {roleTexts.map(([role, text]) => (
            <option key={role} value={role}>
              {text}
            </option>
          ))}
        </select>
      </td>
      <td className="soft">
        <Time at={user.created_at} />
      </td>
      <td className="number">
        {user.id === me?.id ? (
          <span className="faint">you</span>
        ) : (
          <Button
            isSmall
            kind="quiet"
            isBusy={change.isPending}
            onClick={() => change.mutate({ is_active: !user.is_active })}
          >
            {user.is_active ? "Deactivate" : "Activate"}
          </Button>
        )}
      </td>
    </tr>
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
    return <SecretDialog title={`Added ${user.email}`} name="Their first password" secret={secret} onClose={onClose} />;
  }
  return (
    <FormDialog title="Add a user" action={add} submit="Add" onClose={onClose}>
      <TextField label="Email" type="email" value={email} onChange={setEmail} required />
      <TextField label="Name" value={fullName} onChange={setFullName} />
      <SelectField label="Role" value={role} onChange={setRole} options={roleTexts} />
    </FormDialog>
  );
}
