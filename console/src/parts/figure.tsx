import type { ReactNode } from "react";

/** A figure with its name above and a remark below; inside of `dl.figures`. */
export function Figure({
  name,
  beside,
  children,
}: {
  readonly name: string;
  readonly beside: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="figure">
      <dt>{name}</dt>
      <dd>
        {children}
        <small>{beside}</small>
      </dd>
    </div>
  );
}
