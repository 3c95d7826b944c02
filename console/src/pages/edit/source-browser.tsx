import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { SourceListing } from "../../api/types.ts";
import { useSettled } from "../../format/use-settled.ts";
import { ErrorNotice } from "../../parts/notice.tsx";
import { sourceListingQuery, type Access } from "./browse.ts";
import type { SectionProps } from "./form-parts.tsx";
import { PlaceList } from "./place-list.tsx";

/** So long after the last letter a server is asked. */
const settleMs = 400;

interface Listing {
  readonly isOpen: boolean;
  readonly toggle: () => void;
  readonly datasets: readonly string[] | undefined;
  readonly tables: NonNullable<SourceListing["tables"]> | undefined;
  readonly isComplete: { readonly datasets: boolean; readonly tables: boolean };
  readonly error: Error | null;
  readonly isBusy: boolean;
}

/** What there is, from when somebody wants to see it. */
export function useSourceListing({ draft, secrets, base }: Access): Listing {
  const [isOpen, setOpen] = useState(false);
  const access = { draft: useSettled(draft, settleMs), secrets: useSettled(secrets, settleMs), base };
  const { sourceConnection, project, dataset } = access.draft;
  const isReady = isOpen && (sourceConnection !== "" || project !== "");
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

export function SourceBrowser({ draft, change, listing }: SectionProps & { readonly listing: Listing }) {
  const { datasets, tables, isComplete, error } = listing;
  if (error) return <ErrorNotice error={error} />;
  return (
    <div className="places" aria-busy={listing.isBusy}>
      <PlaceList
        title="Datasets"
        items={datasets?.map((name) => ({ name }))}
        isComplete={isComplete.datasets}
        value={draft.dataset}
        onPick={(dataset) => change({ dataset, table: "" })}
      />
      <PlaceList
        title="Tables"
        items={tables}
        isComplete={isComplete.tables}
        value={draft.table}
        onPick={(table) => change({ table })}
      />
    </div>
  );
}
