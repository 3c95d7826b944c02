/** @param value from 0 to 1 */
export function Progress({ value, label }: { readonly value: number; readonly label: string }) {
  const percent = Math.floor(value * 100);
  return (
    <span className="progress">
      <span
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span className="progress-fill" style={{ width: `${percent}%` }} />
      </span>
      <span className="number small">{percent} %</span>
    </span>
  );
}
