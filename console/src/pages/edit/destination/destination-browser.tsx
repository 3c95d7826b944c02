import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { DestinationListing } from "../../../api/types.ts";
import { ErrorNotice } from "../../../parts/notice.tsx";
import { destinationAccess, destinationListingQuery, useSettledAccess, type Access } from "../browse/browse.ts";
import { PlaceList } from "../browse/place-list.tsx";
import type { Form } from "../form/form.ts";

export interface TargetListing {
  /** True if enough is typed to query the server. */
  readonly isPossible: boolean;
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly schemas: readonly string[] | undefined;
  readonly tables: NonNullable<DestinationListing["tables"]> | undefined;
  /** The selected table, if it exists. */
  readonly table: NonNullable<DestinationListing["table"]> | undefined;
  /** True if the schema and its tables are known, so that a table that is not listed does not exist. */
  readonly isKnown: boolean;
  readonly isComplete: { readonly schemas: boolean; readonly tables: boolean };
  readonly error: Error | null;
  readonly isBusy: boolean;
}

/** Queried only when the list is open. */
export function useDestinationListing(typed: Access): TargetListing {
  const [isOpen, setOpen] = useState(false);
  const access = useSettledAccess(typed);
  const { "destination_config.schema": schema, "destination_config.table": targetTable } = access.draft;
  const { host, database, user } = destinationAccess(access).config;
  const isPossible =
    access.draft["destination_config.connection_id"] !== "" || [host, database, user].every((typed) => typed !== "");
  const isAsked = isOpen && access.isSettled && isPossible;
  const schemas = useQuery({ ...destinationListingQuery(access, {}), enabled: isAsked });
  const hasSchema = schemas.data?.schemas?.includes(schema) === true;
  const tables = useQuery({ ...destinationListingQuery(access, { schema }), enabled: isAsked && hasSchema });
  const hasTable = hasSchema && tables.data?.tables?.some(({ name }) => name === targetTable) === true;
  const place = { schema, table: targetTable };
  const table = useQuery({ ...destinationListingQuery(access, place), enabled: isAsked && hasTable });
  return {
    isPossible,
    isOpen,
    toggle: () => setOpen(!isOpen),
    schemas: schemas.data?.schemas ?? undefined,
    tables: hasSchema ? (tables.data?.tables ?? undefined) : undefined,
    table: hasTable ? (table.data?.table ?? undefined) : undefined,
    isKnown: schemas.data?.schemas != null && (!hasSchema || tables.data?.is_complete === true),
    isComplete: { schemas: schemas.data?.is_complete ?? true, tables: tables.data?.is_complete ?? true },
    error: schemas.error ?? tables.error ?? table.error,
    isBusy: schemas.isFetching || tables.isFetching || table.isFetching,
  };
}

export function DestinationBrowser({ form, listing }: { readonly form: Form; readonly listing: TargetListing }) {
  const { draft, change } = form;
  const { schemas, tables, isComplete, error } = listing;
  if (error) return <ErrorNotice error={error} />;
  return (
    <div className="places" aria-busy={listing.isBusy}>
      <PlaceList
        title="Schemas"
        items={schemas?.map((name) => ({ name }))}
        isComplete={isComplete.schemas}
        value={draft["destination_config.schema"]}
        onPick={(schema) => change({ "destination_config.schema": schema })}
      />
      <PlaceList
        title="Tables of the schema"
        items={tables}
        isComplete={isComplete.tables}
        value={draft["destination_config.table"]}
        onPick={(name) => change({ "destination_config.table": name, target: "existing" })}
      />
    </div>
  );
}
