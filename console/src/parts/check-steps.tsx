import type { ConnectionChecks } from "../api/types.ts";
import { errorAdvice } from "../generated/error-advice.ts";
import { Badge } from "./badge.tsx";

type Step = ConnectionChecks["checks"][number]["check"];

const stepTexts: Readonly<Record<Step, string>> = {
  dns: "Name",
  tcp: "Port",
  tls: "TLS",
  login: "Login",
  credentials: "Credentials",
  datasets: "Datasets",
  jobs: "Jobs",
  ledger: "Ledger",
  schema: "Schema",
  target: "Target table",
  writable: "Writing",
};

/** The steps of a check, with the solution for a failed one. */
export function CheckSteps({ checks }: Pick<ConnectionChecks, "checks">) {
  return (
    <ul className="list checks" aria-label="Steps to the server">
      {checks.map(({ check, ok, message, code, vendor_message: vendorMessage = null }) => (
        <li key={check}>
          <Badge tone={ok ? "good" : "bad"} icon={ok ? "check" : "cross"} text={stepTexts[check]} />
          {message}
          {code !== null && <span className="why">{errorAdvice[code]?.solution}</span>}
          {vendorMessage !== null && <span className="why mono">{vendorMessage}</span>}
        </li>
      ))}
    </ul>
  );
}
