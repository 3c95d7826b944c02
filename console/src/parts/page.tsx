import { useEffect, type ReactNode } from "react";

/** A page's title, which is also the window's title. */
export function PageHead({
  title,
  crumbs,
  beside,
  lead,
  children,
}: {
  readonly title: string;
  readonly crumbs?: ReactNode;
  /** State, beside the title. */
  readonly beside?: ReactNode;
  readonly lead?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · DataMantri`;
  }, [title]);
  return (
    <header className="page-head">
      <div>
        {crumbs && <div className="crumbs">{crumbs}</div>}
        <div className="title">
          <h1>{title}</h1>
          {beside}
        </div>
        {lead && <p className="lead">{lead}</p>}
      </div>
      <div className="buttons">{children}</div>
    </header>
  );
}

export function Card({
  title,
  end,
  children,
}: {
  readonly title?: string;
  /** At the right of the title. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="card">
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {end}
        </header>
      )}
      {children}
    </section>
  );
}

/** One of a page's `figures`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
