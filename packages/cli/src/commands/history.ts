import { dataOf } from "@datamantri/client";

import { connect } from "../connection.ts";
import { describeChange } from "../describe-change.ts";
import { pipelineNamed } from "../lists.ts";
import type { Terminal } from "../terminal.ts";

const listed = 50;

/** Shows the newest versions of a pipeline, with their authors and changes. */
export async function history(terminal: Terminal, name: string): Promise<void> {
  const client = await connect(terminal.environment);
  const { id } = await pipelineNamed(client, name);
  const params = { path: { id }, query: { limit: listed } };
  const versions = await dataOf(client.GET("/api/v1/pipelines/{id}/changes", { params }));
  if (terminal.isJson) return terminal.show(versions, []);
  for (const { version, action, changed_by, changed_at, changes, secrets_changed } of versions) {
    terminal.print(`${changed_at}  version ${version}  ${action} by ${changed_by}`);
    for (const change of changes) terminal.print(describeChange(change));
    for (const field of secrets_changed) terminal.print(`  ${field}: (secret set, replaced or removed)`);
  }
}
