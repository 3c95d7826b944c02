import type { System, SystemProblem } from "../../api/types.ts";
import { Badge } from "../../parts/badge.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";

/** Problems of the product, the worst first. */
export function ProblemsCard({ system: { problems } }: { readonly system: System }) {
  return (
    <Card title="Problems">
      {problems.length === 0 ? (
        <p className="card-body soft all-well">
          <Icon name="check" /> None. Everything answers, and nothing waits longer than it should.
        </p>
      ) : (
        <ul className="list" role="status" aria-label="Problems">
          {problems.map(({ code, severity, message, solution }) => (
            <li key={`${code} ${message}`}>
              <ProblemBadge severity={severity} />
              <strong>{message}</strong>
              <span className="why">{solution}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function ProblemBadge({ severity }: Pick<SystemProblem, "severity">) {
  return severity === "bad" ? (
    <Badge tone="bad" icon="cross" text="Down" />
  ) : (
    <Badge tone="warn" icon="warning" text="Degraded" />
  );
}
