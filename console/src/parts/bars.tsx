import { formatHour } from "../format/times.ts";

const width = 240;
const height = 72;

/** A bar for each slot of time, the current one last; the failed share in another colour. Put `ChartData` beside it. */
export function Bars<Slot extends { readonly at: number }>({
  name,
  sum,
  slots,
  of,
  failedOf = () => 0,
}: {
  readonly name: string;
  readonly sum: string;
  readonly slots: readonly Slot[];
  readonly of: (slot: Slot) => number;
  readonly failedOf?: (slot: Slot) => number;
}) {
  const top = Math.max(1e-9, ...slots.map(of));
  const slotWidth = width / slots.length;
  const sizeOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / top) * (height - 4)));
  return (
    <figure className="bars">
      <figcaption className="soft small">
        {name}
        <div className="sum">{sum}</div>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${sum}`}>
        <line className="axis-line" x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
        {slots.map((slot, index) => {
          const size = sizeOf(of(slot));
          const bad = of(slot) === 0 ? 0 : (failedOf(slot) / of(slot)) * size;
          const place = { x: index * slotWidth + 1, width: slotWidth - 2 };
          return (
            <g key={slot.at}>
              <rect {...place} className="bar" y={height - size} height={size} />
              {bad > 0 && <rect {...place} className="fill-failed" y={height - bad} height={bad} />}
            </g>
          );
        })}
      </svg>
      <span className="axis" aria-hidden="true">
        <span>{formatHour(slots[0]!.at)}</span>
        <span>{formatHour(slots[Math.floor(slots.length / 2)]!.at)}</span>
        <span>now</span>
      </span>
    </figure>
  );
}
