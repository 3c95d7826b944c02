import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";

import type { TableBody } from "./table.tsx";

/** Rows rendered beyond the window's edges, for fast scrolling. */
const spare = 12;

/** Any number of rows: only visible ones are in the document. */
export function WindowRows({
  count,
  columnCount,
  rowAt,
  rowHeight,
  onEnd,
}: TableBody & {
  /** Height of every row, in pixels. */
  readonly rowHeight: number;
  /** The end of the rows is near. */
  readonly onEnd?: (() => void) | undefined;
}) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // At every rendering, because content above the table appears and disappears.
  useLayoutEffect(() => setTop(body.current!.getBoundingClientRect().top + window.scrollY));
  const rows = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan: spare, scrollMargin: top });
  const shown = rows.getVirtualItems().map(({ index }) => index);
  const [first = 0, end = first] = [shown[0], shown.length > 0 ? shown.at(-1)! + 1 : undefined];
  useEffect(() => {
    if (end >= count - spare) onEnd?.();
  }, [end, count, onEnd]);
  return (
    <tbody ref={body}>
      <Space columnCount={columnCount} height={first * rowHeight} />
      {shown.map(rowAt)}
      <Space columnCount={columnCount} height={(count - end) * rowHeight} />
    </tbody>
  );
}

/** Fills the space of rows that are not in the document. */
function Space({ height, columnCount }: { readonly height: number; readonly columnCount: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true" className="space">
      <td colSpan={columnCount} style={{ height }} />
    </tr>
  );
}
