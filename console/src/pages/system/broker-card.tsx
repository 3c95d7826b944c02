import type { System } from "../../api/types.ts";
import { formatBytes, formatCount, formatDuration } from "../../format/numbers.ts";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time, TimeOr } from "../../parts/time.tsx";

type Streams = NonNullable<System["streams"]>;

const columns: readonly Column<Streams[number]>[] = [
  { id: "name", title: "Stream", className: "mono", cell: ({ name }) => name },
  {
    id: "messages",
    title: "Messages",
    isNumber: true,
    className: "nowrap",
    cell: ({ messages, max_messages }) => <OfMost value={messages} most={max_messages} format={formatCount} />,
  },
  {
    id: "bytes",
    title: "Bytes",
    isNumber: true,
    className: "nowrap",
    cell: ({ bytes, max_bytes }) => <OfMost value={bytes} most={max_bytes} format={formatBytes} />,
  },
  { id: "oldest", title: "Oldest", cell: ({ first_at }) => <TimeOr at={first_at} none="empty" /> },
  { id: "newest", title: "Newest", cell: ({ last_at }) => last_at !== null && <Time at={last_at} /> },
  {
    id: "full",
    title: "When full",
    className: "soft nowrap",
    cell: ({ when_full }) => (when_full === "refuses" ? "publishers wait" : "the oldest go"),
  },
  {
    id: "copies",
    title: "Copies",
    cell: ({ leader, replica_count, replicas_behind: behind }) =>
      [replica_count, leader && `leader ${leader}`, behind.length > 0 && `behind: ${behind.join(", ")}`]
        .filter(Boolean)
        .join(", "),
  },
];

export function BrokerCard({
  broker,
  streams,
}: {
  readonly broker: NonNullable<System["broker"]>;
  readonly streams: Streams;
}) {
  const { address, server_name, version, cluster, round_trip_ms, jetstream } = broker;
  const { max_payload_bytes: accepted, needed_payload_bytes: needed } = broker;
  return (
    <Card title="Broker" end={<span className="faint small">NATS JetStream</span>}>
      <dl className="facts card-body">
        <dt>Server</dt>
        <dd>
          <span className="mono">{server_name}</span> {version}
          {cluster === null ? ", on its own" : ` in cluster ${cluster}`}, at <span className="mono">{address}</span>,{" "}
          {formatDuration(round_trip_ms)} there and back
        </dd>
        <dt>Largest message</dt>
        <dd>
          {formatBytes(accepted)}, {accepted < needed ? "too small: " : ""}batches need {formatBytes(needed)}
        </dd>
        <dt>JetStream</dt>
        <dd>
          {jetstream === null ? (
            "does not respond"
          ) : (
            <>
              {formatBytes(jetstream.storage_bytes)}
              {jetstream.max_storage_bytes !== null && ` of ${formatBytes(jetstream.max_storage_bytes)}`} stored
            </>
          )}
        </dd>
      </dl>
      <Table items={streams} columns={columns} idOf={({ name }) => name} label="Streams" />
    </Card>
  );
}

function OfMost({
  value,
  most,
  format,
}: {
  readonly value: number;
  readonly most: number | null;
  readonly format: (value: number) => string;
}) {
  return (
    <>
      {format(value)}
      {most !== null && <span className="faint"> of {format(most)}</span>}
    </>
  );
}
