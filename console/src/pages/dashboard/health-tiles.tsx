import { Link } from "@tanstack/react-router";

import { HealthBadge } from "../../parts/badge.tsx";
import { healths } from "../pipelines/health.ts";
import type { PipelineRow } from "../pipelines/use-pipelines-health.ts";

/** Counts of pipelines by health, each a link to them. */
export function HealthTiles({ rows }: { readonly rows: readonly PipelineRow[] }) {
  return (
    <nav className="health-tiles" aria-label="Pipelines by health">
      {healths.map((health) => (
        <Link key={health} to="/pipelines" search={{ health }} className="card health-tile">
          <span className="count">{rows.filter((row) => row.health === health).length}</span>
          <span className="word">
            <HealthBadge health={health} />
          </span>
        </Link>
      ))}
    </nav>
  );
}
