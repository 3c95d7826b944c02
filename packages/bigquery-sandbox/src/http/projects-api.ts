import { DATA_PROJECT } from "../storage/table-name.ts";
import { type Call, pathPart, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { etagOf } from "./etag.ts";
import { pageOfList } from "./list-page.ts";

/** projects.list: the projects that have data. Others exist too, and only pay. */
export function listProjects({ catalog }: Services, call: Call): Reply {
  const ids = [...new Set([DATA_PROJECT, ...catalog.projects()])].toSorted();
  const { items, nextPageToken } = pageOfList(ids, (id) => id, call.query, 50);
  const projects = items.map((id) => ({
    kind: "bigquery#project",
    id,
    numericId: "0",
    projectReference: { projectId: id },
    friendlyName: id,
  }));
  return {
    envelope: {
      kind: "bigquery#projectList",
      etag: etagOf("projects", ...items),
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
      projects,
      totalItems: ids.length,
    },
  };
}

/** projects.getServiceAccount */
export function getServiceAccount(_: Services, call: Call): Reply {
  const email = `bq-${pathPart(call, "project")}@bigquery-encryption.iam.gserviceaccount.com`;
  return { envelope: { kind: "bigquery#getServiceAccountResponse", email } };
}
