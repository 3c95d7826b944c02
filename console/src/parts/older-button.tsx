import type { UseInfiniteQueryResult } from "@tanstack/react-query";

import { Button } from "./button.tsx";

/** Loads the next page of a list, if there is one. */
export function OlderButton({
  query: { hasNextPage, isFetchingNextPage, fetchNextPage },
  text,
}: {
  readonly query: Pick<UseInfiniteQueryResult, "hasNextPage" | "isFetchingNextPage" | "fetchNextPage">;
  readonly text: string;
}) {
  if (!hasNextPage) return null;
  return (
    <div className="buttons">
      <Button isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {text}
      </Button>
    </div>
  );
}
