import { dataOf } from "@datamantri/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../api/client.ts";
import { signInMethodsQuery } from "../api/queries.ts";
import { Button, buttonClass } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Icon } from "../parts/icon.tsx";
import { ErrorNotice, Notice } from "../parts/notice.tsx";

/** Why the sign-in by the identity provider failed, by the problem's code in the URL. */
const refusals: Readonly<Record<string, string>> = {
  sign_in_failed: "It took too long, or was started in another window. Sign in again.",
  forbidden: "None of your groups has a role here, or your e-mail address is not verified. Ask an administrator.",
  conflict: "There is a user of your e-mail address already, who signs in with a password. Ask an administrator.",
  user_inactive: "Your user here is not active. Ask an administrator.",
  identity_provider_unavailable: "The identity provider does not respond. Try again later, or use a password.",
};

/** Shown at the requested URL, so that the user is there after signing in. */
export function SignIn() {
  const queries = useQueryClient();
  const { data: methods } = useQuery(signInMethodsQuery);
  const refusal = new URLSearchParams(window.location.search).get("sign_in");
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
        {refusal !== null && !signIn.isError && (
          <Notice tone="bad" title="You are not signed in">
            {refusals[refusal] ?? "Try again, or ask an administrator."}
          </Notice>
        )}
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
            {/* A full page load, because the browser goes to the provider and back. */}
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
