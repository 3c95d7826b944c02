import { sql } from "kysely";

/** The receiver of OpenLineage events is a webhook that the settings make. */
export const addLineage = sql`
  alter table webhooks drop constraint webhooks_format_check;
  alter table webhooks add constraint webhooks_format_check check (format in ('standard', 'slack', 'openlineage'));
`;
