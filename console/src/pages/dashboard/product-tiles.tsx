import { Link } from "@tanstack/react-router";

import type { System } from "../../api/types.ts";
import { Badge } from "../../parts/badge.tsx";
import { toPartHealths } from "./product-health.ts";

/** Health of the product's parts, each a link to its details. */
export function ProductTiles({ system }: { readonly system: System }) {
  return (
    <nav className="health-tiles" aria-label="Health of the product">
      {toPartHealths(system).map(({ name, detail, ...look }) => (
        <Link key={name} to="/system" className="card health-tile" title={detail}>
          <span className="product-part">
            <strong>{name}</strong>
            <Badge {...look} />
          </span>
          <span className="soft small one-line">{detail}</span>
        </Link>
      ))}
    </nav>
  );
}
