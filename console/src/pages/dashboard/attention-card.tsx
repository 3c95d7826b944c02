import { Link } from "@tanstack/react-router";

import type { SystemProblem } from "../../api/types.ts";
import { isOpen } from "../../format/run-words.ts";
import { Badge, HealthBadge } from "../../parts/badge.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { ProblemBadge } from "../system/problems-card.tsx";
import type { PipelineRow } from "../pipelines/use-pipelines-health.ts";

/** Problems that need attention: first those of the product, then those of pipelines. */
export function AttentionCard({
  rows,
  problems,
}: {
  readonly rows: readonly PipelineRow[];
  readonly problems: readonly SystemProblem[];
}) {
  const standing = problems.filter(({ severity }) => severity === "bad");
  const troubled = rows.filter(({ health, runs }) => health === "failing" || health === "late" || isWaiting(runs));
  return (
    <Card title="Needs attention" end={<span className="faint small">failing, late or waiting</span>}>
      {troubled.length + standing.length === 0 ? (
        <p className="card-body soft all-well">
          <Icon name="check" /> Nothing. Every pipeline does what it should.
        </p>
      ) : (
        <ul className="list">
          {standing.map(({ code, severity, message, solution }) => (
            <li key={`${code} ${message}`}>
              <ProblemBadge severity={severity} />
              <Link to="/system" className="row-name" data-row={code}>
                {message}
              </Link>
              <span className="why">{solution}</span>
            </li>
          ))}
          {troubled.map(({ pipeline: { id, name }, health, runs }) => {
            const [last] = runs;
            return (
              <li key={id}>
                {health === "failing" || health === "late" ? (
                  <HealthBadge health={health} />
                ) : (
                  <Badge tone="warn" icon="clock" text="Waiting" />
                )}
                <Link to="/pipelines/$pipelineId" params={{ pipelineId: id }} className="row-name" data-row={id}>
                  {name}
                </Link>
                {last && (
                  <Link to="/runs/$runId" params={{ runId: last.id }} className="end">
                    last run <Time at={last.start_time} />
                  </Link>
                )}
                <span className="why">{last?.error_message ?? last?.waiting_reason}</span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function isWaiting([last]: PipelineRow["runs"]): boolean {
  return last !== undefined && isOpen(last) && last.waiting_reason !== null;
}
