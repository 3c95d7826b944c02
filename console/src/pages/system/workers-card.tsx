import type { System, SystemInstance } from "../../api/types.ts";
import { formatCount, formatDuration } from "../../format/numbers.ts";
import { Badge } from "../../parts/badge.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

/** Every process and its tasks. */
export function WorkersCard({ services }: { readonly services: NonNullable<System["services"]> }) {
  return (
    <Card title="Workers" end={<span className="faint small">every process of the product</span>}>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="Workers">
        <table>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">State</th>
              <th scope="col">Instance</th>
              <th scope="col">Since</th>
              <th scope="col">Version</th>
              <th scope="col">Load and work</th>
            </tr>
          </thead>
          <tbody>
            {services.flatMap(({ service, instances }) =>
              instances.length === 0
                ? [
                    <tr key={service}>
                      <td>{service}</td>
                      <td>
                        <Badge tone="bad" icon="cross" text="None answers" />
                      </td>
                      <td colSpan={4} />
                    </tr>,
                  ]
                : instances.map((instance) => <Row key={instance.id} service={service} instance={instance} />),
            )}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ service, instance }: { readonly service: string; readonly instance: SystemInstance }) {
  const { id, version, started_at, state, last_answer_at, endpoints } = instance;
  return (
    <tr data-service={service}>
      <td>{service}</td>
      <td>
        {state === "answering" ? (
          <Badge tone="good" icon="check" text="Answers" />
        ) : (
          <>
            <Badge tone="bad" icon="cross" text="Silent" />
            <div className="faint small">
              answered <Time at={last_answer_at} />
            </div>
          </>
        )}
      </td>
      <td className="mono soft" title={id}>
        {id.slice(-8)}
      </td>
      <td>
        <Time at={started_at} />
      </td>
      <td className="mono">{version}</td>
      <td>
        <ul className="work">
          {endpoints.map((endpoint) => (
            <li key={endpoint.name}>
              <span className="mono">{endpoint.name}</span> <Slots {...endpoint} />
              <span className="soft small">{toWork(endpoint)}</span>
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

/** A box for each slot, filled when the slot is busy. */
function Slots({ slots, busy }: Pick<SystemInstance["endpoints"][number], "slots" | "busy">) {
  if (slots === null) return null;
  return (
    <span className="slots" title={`${busy} of ${slots} busy`}>
      {Array.from({ length: Math.min(slots, 16) }, (_, slot) => (
        <i key={slot} className={slot < busy ? "taken" : ""} />
      ))}
      <span className="number small">
        {busy}/{slots}
      </span>
    </span>
  );
}

function toWork({ done, failed, average_ms, last_error_code }: SystemInstance["endpoints"][number]): string {
  const parts = [`${formatCount(done)} done`];
  if (failed > 0)
    parts.push(`${formatCount(failed)} failed${last_error_code === null ? "" : `, last ${last_error_code}`}`);
  if (average_ms !== null) parts.push(`${formatDuration(average_ms)} each`);
  return parts.join(" · ");
}
