const width = 96;
const height = 24;

/**
 * Graph of a number's history, the latest value at the right. It starts at zero, so that a small change looks small.
 * The number is beside it.
 */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map(
    (value, index) => `${(index * step).toFixed(1)},${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`,
  );
  return (
    <svg
      className="sparkline plot"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <line className="grid" x1={0} x2={width} y1={height - 1} y2={height - 1} />
      {values.length > 1 && (
        <>
          <polygon className="area" points={`0,${height - 1} ${points.join(" ")} ${width},${height - 1}`} />
          <polyline className="line" points={points.join(" ")} />
        </>
      )}
    </svg>
  );
}
