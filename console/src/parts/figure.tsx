import type { ReactNode } from "react";

/** One of a list's figures. */
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
