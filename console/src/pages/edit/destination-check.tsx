import { dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";

import { api } from "../../api/client.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Badge } from "../../parts/badge.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import type { Draft, Secrets } from "./draft.ts";

const stepTexts: Readonly<Record<string, string>> = {
  dns: "Name",
  tcp: "Port",
  tls: "TLS",
  login: "Login",
  ledger: "Ledger",
  schema: "Schema",
  writable: "Writing",
};

/** Goes to the server step by step and says at which one it stops. Nothing is written. */
export function DestinationCheck({ draft, secrets }: { readonly draft: Draft; readonly secrets: Secrets }) {
  const { host, port, database, user, schema, sslMode } = draft;
  const check = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST("/api/v1/connections/test", {
          body: {
            kind: "postgres",
            schema,
            config: {
              host,
              port: Number(port),
              database,
              user,
              ...(secrets.password ? { password: secrets.password } : {}),
              ...(sslMode ? { ssl_mode: sslMode } : {}),
            },
          },
        }),
      ),
  });
  return (
    <div className="stack" aria-live="polite">
      <div className="buttons">
        <Button icon="search" isBusy={check.isPending} onClick={() => check.mutate()}>
          Test the connection
        </Button>
      </div>
      {check.isError && <ErrorNotice error={check.error} />}
      {check.data && (
        <ul className="list checks" aria-label="Steps to the server">
          {check.data.checks.map(({ check: step, ok, message, code }) => (
            <li key={step}>
              <Badge tone={ok ? "good" : "bad"} icon={ok ? "check" : "cross"} text={stepTexts[step] ?? step} />
              {message}
              {code !== null && <span className="why">{errorAdvice[code]?.solution}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
