import { dataOf } from "@datamantri/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../api/client.ts";
import { signInMethodsQuery } from "../api/queries.ts";
import { Button, buttonClass } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { ErrorNotice } from "../parts/notice.tsx";

/** Stands wherever the reader wanted to go, so that they are there afterwards. */
export function SignIn() {
  const queries = useQueryClient();
  const { data: methods } = useQuery(signInMethodsQuery);
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => dataOf(api.POST("/api/v1/auth/session", { body: { email, password } })),
    onSuccess: ({ user }) => queries.setQueryData(["me"], user),
  });
  return (
    <main className="sign-in">
      <title>Sign in · DataMantri</title>
      <form
        className="card sign-in-card"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <div className="stack tight">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <h1>Sign in to DataMantri</h1>
          <p className="soft">BigQuery to PostgreSQL, exactly once.</p>
        </div>
        {signIn.isError && <ErrorNotice error={signIn.error} />}
        <TextField label="Email" type="email" value={email} onChange={setEmail} autoComplete="username" required />
        <TextField
          label="Password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
        />
        <Button kind="primary" type="submit" isBusy={signIn.isPending}>
          Sign in
        </Button>
        {methods?.oidc && (
          <>
            <div className="or soft small">or</div>
            {/* A whole page of its own: the way leads to the provider and back. */}
            <a className={buttonClass("plain")} href={methods.oidc.start_path}>
              <Icon name="key" />
              Sign in with {methods.oidc.name}
            </a>
          </>
        )}
      </form>
    </main>
  );
}
