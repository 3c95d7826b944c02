import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type Header,
} from "@tanstack/react-table";
import { memo, useMemo, type ReactNode } from "react";

import { Icon } from "./icon.tsx";

export interface Column<Item> {
  readonly id: string;
  readonly title: string;
  /** Visible only to screen readers, where the cells are self-explanatory. */
  readonly isTitleHidden?: boolean;
  /** Shown on hover over the title. */
  readonly hint?: string;
  readonly cell: (item: Item) => ReactNode;
  /** Makes the title a button that sorts by it, undefined last. Only for completely loaded lists. */
  readonly sortBy?: (item: Item) => string | number | undefined;
  readonly isNumber?: boolean;
  readonly className?: string;
}

export interface Selection<Item> {
  readonly selected: ReadonlySet<string>;
  /** Must be the same function at every rendering, like `columns`. */
  readonly onSelect: (ids: readonly string[], isOn: boolean) => void;
  readonly nameOf: (item: Item) => string;
  /** True if one checkbox selects every item. */
  readonly hasAll?: boolean;
}

/** Component that renders the rows: all by default, or the visible ones (`WindowRows`). */
export interface TableBody {
  readonly count: number;
  readonly columnCount: number;
  readonly rowAt: (index: number) => ReactNode;
}

interface TableProps<Item> {
  readonly items: readonly Item[];
  /** Stable between renderings, so that only changed rows are rendered again. */
  readonly columns: readonly Column<Item>[];
  readonly idOf: (item: Item) => string;
  readonly selection?: Selection<Item> | undefined;
  /** Accessible name of a table without focusable content, so that the keyboard can scroll it. */
  readonly label?: string;
  readonly className?: string;
  readonly body?: (rows: TableBody) => ReactNode;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export function Table<Item extends object>(props: TableProps<Item>) {
  const { items, columns, idOf, selection, label, className, body } = props;
  const definitions = useMemo(() => columns.map(toDefinition), [columns]);
  const table = useTable({ features, columns: definitions, data: items, getRowId: idOf });
  const { rows } = table.getRowModel();
  const titles = table.getHeaderGroups()[0]!.headers;
  const rowAt = (index: number) => {
    const { id, original } = rows[index]!;
    return (
      <Row
        key={id}
        id={id}
        item={original}
        columns={columns}
        line={body && index + 2}
        isSelected={selection?.selected.has(id) ?? false}
        onSelect={selection?.onSelect}
        nameOf={selection?.nameOf}
      />
    );
  };
  return (
    <div className="table-scroll" {...(label !== undefined && { tabIndex: 0, role: "group", "aria-label": label })}>
      <table className={className} aria-rowcount={body && items.length + 1}>
        <thead>
          <tr>
            {selection && <SelectAll items={items} idOf={idOf} selection={selection} />}
            {columns.map((column, index) => (
              <Title key={column.id} column={column} header={titles[index]!} />
            ))}
          </tr>
        </thead>
        {body ? (
          body({ count: rows.length, columnCount: columns.length + Number(selection !== undefined), rowAt })
        ) : (
          <tbody>{rows.map((_, index) => rowAt(index))}</tbody>
        )}
      </table>
    </div>
  );
}

function toDefinition<Item extends object>({ id, sortBy }: Column<Item>): ColumnDef<typeof features, Item> {
  return {
    id,
    accessorFn: (item) => sortBy?.(item),
    enableSorting: sortBy !== undefined,
    sortUndefined: "last",
    sortFn: (one, other) => compare(one.getValue(id), other.getValue(id)),
  };
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en", { numeric: true });
}

function Title<Item extends object>({
  column: { title, isTitleHidden, hint, isNumber },
  header: { column },
}: {
  readonly column: Column<Item>;
  readonly header: Header<typeof features, Item>;
}) {
  const order = column.getIsSorted();
  const sort = order === "asc" ? "ascending" : order === "desc" ? "descending" : undefined;
  return (
    <th scope="col" className={isNumber === true ? "number" : undefined} title={hint} aria-sort={sort}>
      {column.getCanSort() ? (
        <button type="button" className="sort" onClick={column.getToggleSortingHandler()}>
          {title}
          <Icon name="arrow" className={sort ?? "unsorted"} />
        </button>
      ) : (
        <span className={isTitleHidden === true ? "sr-only" : undefined}>{title}</span>
      )}
    </th>
  );
}

function SelectAll<Item>({
  items,
  idOf,
  selection: { selected, onSelect, hasAll },
}: Pick<TableProps<Item>, "items" | "idOf"> & { readonly selection: Selection<Item> }) {
  if (hasAll !== true) return <th scope="col" className="pick" aria-label="Select" />;
  const ids = items.map(idOf);
  return (
    <th scope="col" className="pick">
      <input
        type="checkbox"
        aria-label="Select all"
        checked={ids.every((id) => selected.has(id))}
        onChange={({ target }) => onSelect(ids, target.checked)}
      />
    </th>
  );
}

/** Rendered again only when it has changed: scrolling renders only the new rows. */
const Row = memo(PlainRow) as typeof PlainRow;

function PlainRow<Item>({
  id,
  item,
  columns,
  line,
  isSelected,
  onSelect,
  nameOf,
}: {
  readonly id: string;
  readonly item: Item;
  readonly columns: readonly Column<Item>[];
  /** Row number in the whole table, if only a part of it is rendered. */
  readonly line: number | undefined;
  readonly isSelected: boolean;
  readonly onSelect: Selection<Item>["onSelect"] | undefined;
  readonly nameOf: Selection<Item>["nameOf"] | undefined;
}) {
  return (
    <tr aria-rowindex={line} className={isSelected ? "row-selected" : undefined}>
      {onSelect && (
        <td className="pick">
          <input
            type="checkbox"
            aria-label={`Select ${nameOf?.(item) ?? id}`}
            checked={isSelected}
            onChange={({ target }) => onSelect([id], target.checked)}
          />
        </td>
      )}
      {columns.map(({ id: column, isNumber, className, cell }) => (
        <td key={column} className={[isNumber === true && "number", className].filter(Boolean).join(" ")}>
          {cell(item)}
        </td>
      ))}
    </tr>
  );
}
