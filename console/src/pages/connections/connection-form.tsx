import { accessNames } from "@datamantri/api/values";
import { dataOf } from "@datamantri/client";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { Connection } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { CheckSteps } from "../../parts/check-steps.tsx";
import { Field, SelectField, TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { Help } from "../../parts/help.tsx";
import { toConnectionDraft, toConnectionInput, type AccessName, type ConnectionDraft } from "./connection-draft.ts";
import { kindTexts, rowOf } from "./connection-words.ts";

interface FieldsProps {
  readonly draft: ConnectionDraft;
  readonly change: (change: Partial<ConnectionDraft>) => void;
}

export function AddConnection({ onClose }: { readonly onClose: () => void }) {
  const [draft, setDraft] = useState(toConnectionDraft());
  const navigate = useNavigate();
  const add = useAction(
    () => dataOf(api.POST("/api/v1/connections", { body: toConnectionInput(draft) })),
    ({ id, name }) => {
      void navigate({ to: "/connections/$connectionId", params: { connectionId: id } });
      return `Saved ${name}.`;
    },
  );
  const change = (next: Partial<ConnectionDraft>) => setDraft({ ...draft, ...next });
  return (
    <FormDialog title="Add a connection" action={add} submit="Save" onClose={onClose}>
      <SelectField
        label="Kind"
        value={draft.kind}
        onChange={(kind) => change({ kind, secret: "" })}
        options={[
          ["postgres", `${kindTexts.postgres}, to write into`],
          ["bigquery", `${kindTexts.bigquery}, to read from`],
        ]}
      />
      <Fields draft={draft} change={change} />
      <SecretField draft={draft} change={change} isStored={false} />
      <Try draft={draft} />
    </FormDialog>
  );
}

export function EditConnection({
  connection,
  onClose,
}: {
  readonly connection: Connection;
  readonly onClose: () => void;
}) {
  // The version when the form was opened: a change by another user since then is refused, not overwritten.
  const [base] = useState(connection);
  const [draft, setDraft] = useState(() => toConnectionDraft(connection));
  const save = useAction(
    () => {
      const params = { path: { id: base.id }, header: { "If-Match": `"${base.version}"` } };
      return dataOf(api.PUT("/api/v1/connections/{id}", { params, body: toConnectionInput(draft) }));
    },
    ({ name }) => {
      onClose();
      return `Saved ${name}.`;
    },
  );
  const change = (next: Partial<ConnectionDraft>) => setDraft({ ...draft, ...next });
  return (
    <FormDialog title={`Edit ${base.name}`} action={save} submit="Save" onClose={onClose}>
      <p className="soft">
        The next runs of its pipelines use the change. If it is another server, they read from the start.
      </p>
      <Fields draft={draft} change={change} />
      <SecretField draft={draft} change={change} isStored />
    </FormDialog>
  );
}

function Fields({ draft, change }: FieldsProps) {
  const names = accessNames(draft.kind);
  const controls = (isFolded: boolean) =>
    names
      .filter((name) => (rowOf(draft.kind, name).fold === "tls") === isFolded)
      .map((name) => <AccessField key={name} name={name} draft={draft} change={change} />);
  return (
    <>
      <TextField label="Name" value={draft.name} onChange={(name) => change({ name })} required />
      <div className="fields">{controls(false)}</div>
      {draft.kind === "postgres" && (
        <details className="more">
          <summary>TLS and authentication</summary>
          <div className="fields">{controls(true)}</div>
        </details>
      )}
    </>
  );
}

function AccessField({ name, draft, change }: FieldsProps & { readonly name: AccessName }) {
  const { label, help, control, values, placeholder } = rowOf(draft.kind, name);
  const isRequired = accessNames(draft.kind, (field) => field.isRequired).some((required) => required === name);
  const shared = { label, hint: <Help text={help} />, value: draft[name] };
  const onChange = (text: string) => change({ [name]: text });
  if (control === "choice") {
    return (
      <SelectField
        {...shared}
        onChange={onChange}
        options={[["", "Default"], ...values.map((value) => [value, value] as const)]}
      />
    );
  }
  if (control === "area") {
    return (
      <Field {...shared}>
        {(ties) => (
          <textarea
            {...ties}
            className="input"
            value={draft[name]}
            spellCheck={false}
            placeholder="-----BEGIN CERTIFICATE-----"
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Field>
    );
  }
  const more = placeholder === undefined ? {} : { placeholder };
  return (
    <TextField
      {...shared}
      {...more}
      type={control === "port" ? "number" : "text"}
      onChange={onChange}
      required={isRequired}
    />
  );
}

/** Write-only: a stored secret is never shown. */
function SecretField({ draft, change, isStored }: FieldsProps & { readonly isStored: boolean }) {
  const isKey = draft.kind === "bigquery";
  const without = isKey ? "If empty, the extractor's own account is used." : "If empty, no password is used.";
  const hint = (
    <>
      {isStored
        ? "If empty, the stored one is kept. Enter it again if you change the server, user or TLS settings."
        : without}{" "}
      Instead of the secret itself, <code>file:name</code> or <code>env:NAME</code> says where the workers find it.
    </>
  );
  return (
    <>
      <Field label={isKey ? "Service account key" : "Password"} hint={hint}>
        {(ties) =>
          isKey ? (
            <textarea
              {...ties}
              className="input"
              value={draft.secret}
              disabled={draft.isSecretRemoved}
              autoComplete="off"
              spellCheck={false}
              placeholder='{ "type": "service_account", … }'
              onChange={({ target }) => change({ secret: target.value })}
            />
          ) : (
            <input
              {...ties}
              className="input"
              type="password"
              value={draft.secret}
              disabled={draft.isSecretRemoved}
              autoComplete="new-password"
              onChange={({ target }) => change({ secret: target.value })}
            />
          )
        }
      </Field>
      {isStored && (
        <label className="check">
          <input
            type="checkbox"
            checked={draft.isSecretRemoved}
            onChange={({ target }) => change({ isSecretRemoved: target.checked, secret: "" })}
          />
          Remove the stored secret
        </label>
      )}
    </>
  );
}

/** Tests the entered values before they are stored. */
function Try({ draft }: { readonly draft: ConnectionDraft }) {
  const test = useAction(() => {
    const { name: _name, ...body } = toConnectionInput(draft);
    return dataOf(api.POST("/api/v1/connections/test", { body }));
  });
  return (
    <div className="stack tight" aria-live="polite">
      <div>
        <Button icon="search" isBusy={test.isPending} onClick={() => test.mutate()}>
          Test
        </Button>
      </div>
      {test.data && <CheckSteps checks={test.data.checks} />}
    </div>
  );
}
