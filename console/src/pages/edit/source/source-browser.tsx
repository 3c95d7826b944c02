import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { SourceListing } from "../../../api/types.ts";
import { ErrorNotice } from "../../../parts/notice.tsx";
import { sourceListingQuery, useSettledAccess, type Access } from "../browse/browse.ts";
import { PlaceList } from "../browse/place-list.tsx";
import type { Form } from "../form/form.ts";

interface Listing {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly datasets: readonly string[] | undefined;
  readonly tables: NonNullable<SourceListing["tables"]> | undefined;
  readonly isComplete: { readonly datasets: boolean; readonly tables: boolean };
  readonly error: Error | null;
  readonly isBusy: boolean;
}

/** Queried only when the list is open. */
export function useSourceListing(typed: Access): Listing {
  const [isOpen, setOpen] = useState(false);
  const access = useSettledAccess(typed);
  const { "source_config.connection_id": connection, "source_config.dataset": dataset } = access.draft;
  const isReady = isOpen && access.isSettled && (connection !== "" || access.draft["source_config.project"] !== "");
  const datasets = useQuery({ ...sourceListingQuery(access, {}), enabled: isReady });
  const isListed = datasets.data?.datasets?.includes(dataset) === true;
  const tables = useQuery({ ...sourceListingQuery(access, { dataset }), enabled: isReady && isListed });
  return {
    isOpen,
    toggle: () => setOpen(!isOpen),
    datasets: datasets.data?.datasets ?? undefined,
    tables: isListed ? (tables.data?.tables ?? undefined) : undefined,
    isComplete: { datasets: datasets.data?.is_complete ?? true, tables: tables.data?.is_complete ?? true },
    error: datasets.error ?? tables.error,
    isBusy: datasets.isFetching || tables.isFetching,
  };
}

export function SourceBrowser({ form, listing }: { readonly form: Form; readonly listing: Listing }) {
  const { draft, change } = form;
  const { datasets, tables, isComplete, error } = listing;
  if (error) return <ErrorNotice error={error} />;
  return (
    <div className="places" aria-busy={listing.isBusy}>
      <PlaceList
        title="Datasets"
        items={datasets?.map((name) => ({ name }))}
        isComplete={isComplete.datasets}
        value={draft["source_config.dataset"]}
        onPick={(dataset) => change({ "source_config.dataset": dataset, "source_config.table": "" })}
      />
      <PlaceList
        title="Tables"
        items={tables}
        isComplete={isComplete.tables}
        value={draft["source_config.table"]}
        onPick={(table) => change({ "source_config.table": table })}
      />
    </div>
  );
}
