import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { api } from "../api/client.ts";
import { answerProof, onProofAsked } from "../api/confirm.ts";
import { signInMethodsQuery } from "../api/queries.ts";
import { useAction } from "../api/use-action.ts";
import { TextField } from "../parts/field.tsx";
import { FormDialog } from "../parts/form-dialog.tsx";

/** Asks for the password before a change that requires recent authentication, and then continues the change. */
export function ConfirmDialog() {
  const [isAsked, setAsked] = useState(false);
  useEffect(() => onProofAsked(setAsked), []);
  return isAsked ? <Question /> : null;
}

function Question() {
  const { data: methods } = useQuery(signInMethodsQuery);
  const [password, setPassword] = useState("");
  const confirm = useAction(
    () => dataOf(api.POST("/api/v1/auth/confirm", { body: { password } })),
    () => answerProof(true),
  );
  return (
    <FormDialog
      title="Confirm that it is you"
      action={confirm}
      submit="Confirm"
      icon="key"
      isReady={password !== ""}
      onClose={() => answerProof(false)}
    >
      <p>
        Changes of users and API keys need your password again, if your last sign-in is more than ten minutes ago. What
        you have filled in stays.
      </p>
      <TextField
        label="Your password"
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      {methods?.oidc && (
        <p className="soft small">
          If you have none here, <a href={methods.oidc.start_path}>sign in with {methods.oidc.name}</a> again, and then
          repeat the change.
        </p>
      )}
    </FormDialog>
  );
}
