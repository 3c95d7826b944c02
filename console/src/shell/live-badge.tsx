import { Badge } from "../parts/badge.tsx";
import { formatClock } from "../format/times.ts";
import { useConnection } from "../live/connection.ts";

/** Shows whether the data is current. */
export function LiveBadge() {
  const connection = useConnection();
  return (
    <div role="status">
      {connection.state === "live" && <Badge tone="good" icon="check" text="Live" />}
      {connection.state === "reconnecting" && <Badge tone="warn" icon="busy" text="Reconnecting" isSpinning />}
      {connection.state === "stale" && (
        <Badge tone="bad" icon="warning" text={`Stale since ${formatClock(connection.since)}`} />
      )}
    </div>
  );
}
