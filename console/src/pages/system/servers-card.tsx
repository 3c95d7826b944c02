import type { SystemServer } from "../../api/types.ts";
import { formatCount, formatShort } from "../../format/numbers.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import type { IconName } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

const looks: Readonly<Record<SystemServer["state"], { tone: Tone; icon: IconName; text: string }>> = {
  working: { tone: "good", icon: "check", text: "Working" },
  failing: { tone: "bad", icon: "cross", text: "Failing" },
  unknown: { tone: "idle", icon: "dash", text: "Unknown" },
};

/** Servers that runs read from or write to. */
export function ServersCard({
  title,
  head,
  servers,
}: {
  readonly title: string;
  readonly head: string;
  readonly servers: readonly SystemServer[];
}) {
  return (
    <Card title={title} end={<span className="faint small">as the runs of 7 days found them</span>}>
      {servers.length === 0 ? (
        <p className="card-body soft">No run has ended yet.</p>
      ) : (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{head}</th>
                <th scope="col">State</th>
                <th scope="col">Last success</th>
                <th scope="col">Last failure</th>
                <th scope="col" className="number">
                  Runs in 24 h
                </th>
                <th scope="col" className="number">
                  Rows in 24 h
                </th>
              </tr>
            </thead>
            <tbody>
              {servers.map((server) => (
                <Row key={server.name} server={server} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

function Row({ server }: { readonly server: SystemServer }) {
  const { name, state, last_success_at, last_failure_at, last_error_code, waiting, runs, failed, rows_loaded } = server;
  return (
    <tr>
      <td className="mono place">{name}</td>
      <td>
        <Badge {...looks[state]} />
        {waiting > 0 && (
          <div className="faint small">
            {waiting === 1 ? "a run waits" : `${formatCount(waiting)} runs wait`},{" "}
            <span className="mono">{last_error_code}</span>
          </div>
        )}
      </td>
      <td>{last_success_at === null ? <span className="faint">none</span> : <Time at={last_success_at} />}</td>
      <td title={errorAdvice[last_error_code ?? ""]?.solution}>
        {last_failure_at === null ? (
          <span className="faint">none</span>
        ) : (
          <>
            <Time at={last_failure_at} />
            {waiting === 0 && <span className="mono soft"> {last_error_code}</span>}
          </>
        )}
      </td>
      <td className="number">
        {formatCount(runs)}
        {failed > 0 && `, ${formatCount(failed)} failed`}
      </td>
      <td className="number">{formatShort(rows_loaded)}</td>
    </tr>
  );
}
