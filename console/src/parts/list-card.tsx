import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ErrorNotice, Skeleton } from "./notice.tsx";
import { Card } from "./page.tsx";

/** A list of the API in each of its states: loading, failed, empty and loaded. */
export function ListCard<Item>({
  query: { data, error, isPending, refetch },
  empty,
  children,
}: {
  readonly query: UseQueryResult<readonly Item[]>;
  /** Replaces a list without items. */
  readonly empty?: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}) {
  return (
    <>
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {(isPending || data) && (
        <Card>
          {isPending && <Skeleton />}
          {data && (data.length === 0 && empty !== undefined ? empty : children(data))}
        </Card>
      )}
    </>
  );
}
