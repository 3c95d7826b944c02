import type { System } from "../../api/types.ts";
import { formatBytes, formatCount, formatDuration } from "../../format/numbers.ts";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";

type Streams = NonNullable<System["streams"]>;

export function BrokerCard({
  broker,
  streams,
}: {
  readonly broker: NonNullable<System["broker"]>;
  readonly streams: Streams;
}) {
  const { server_name, version, cluster, round_trip_ms, jetstream } = broker;
  return (
    <Card title="Broker" end={<span className="faint small">NATS JetStream</span>}>
      <dl className="facts card-body">
        <dt>Server</dt>
        <dd>
          <span className="mono">{server_name}</span> {version}
          {cluster === null ? ", on its own" : ` in cluster ${cluster}`}, {formatDuration(round_trip_ms)} there and back
        </dd>
        {jetstream && (
          <>
            <dt>Storage</dt>
            <dd>
              {formatBytes(jetstream.storage_bytes)}
              {jetstream.max_storage_bytes !== null && ` of ${formatBytes(jetstream.max_storage_bytes)}`}
            </dd>
          </>
        )}
      </dl>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="Streams">
        <table>
          <thead>
            <tr>
              <th scope="col">Stream</th>
              <th scope="col" className="number">
                Messages
              </th>
              <th scope="col" className="number">
                Bytes
              </th>
              <th scope="col">Oldest</th>
              <th scope="col">Newest</th>
              <th scope="col">When full</th>
              <th scope="col">Copies</th>
            </tr>
          </thead>
          <tbody>
            {streams.map((stream) => (
              <Row key={stream.name} stream={stream} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ stream }: { readonly stream: Streams[number] }) {
  const { name, messages, bytes, max_messages, max_bytes, first_at, last_at, when_full } = stream;
  const { leader, replica_count, replicas_behind } = stream;
  return (
    <tr>
      <td className="mono">{name}</td>
      <td className="number nowrap">
        {formatCount(messages)}
        {max_messages !== null && <span className="faint"> of {formatCount(max_messages)}</span>}
      </td>
      <td className="number nowrap">
        {formatBytes(bytes)}
        {max_bytes !== null && <span className="faint"> of {formatBytes(max_bytes)}</span>}
      </td>
      <td>{first_at === null ? <span className="faint">empty</span> : <Time at={first_at} />}</td>
      <td>{last_at !== null && <Time at={last_at} />}</td>
      <td className="soft nowrap">{when_full === "refuses" ? "publishers wait" : "the oldest go"}</td>
      <td>
        {replica_count}
        {leader !== null && `, leader ${leader}`}
        {replicas_behind.length > 0 && `, behind: ${replicas_behind.join(", ")}`}
      </td>
    </tr>
  );
}
