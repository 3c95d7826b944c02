import { Link } from "@tanstack/react-router";

import { buttonClass } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Empty } from "../../parts/notice.tsx";
import { useMay } from "../../session/session.tsx";

/** Explains pipelines, and links to creating the first one. */
export function NoPipelines() {
  const mayEdit = useMay("editor");
  const create = (
    <Link to="/pipelines/new" className={buttonClass("primary")}>
      <Icon name="plus" />
      Create the first pipeline
    </Link>
  );
  return (
    <Empty icon="pipelines" title="No pipelines yet" action={mayEdit && create}>
      A pipeline copies one BigQuery table or query into one PostgreSQL table, exactly once, by a schedule or on demand.
    </Empty>
  );
}
