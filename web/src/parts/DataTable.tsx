import Container from "@cloudscape-design/components/container";
import Table from "@cloudscape-design/components/table";
import type { ReactNode } from "react";
import { Facts } from "./Facts";
import { useNarrow } from "./narrow";

/** A column. The first one of a table is what a row is called by. */
export interface Column<Item> {
  id: string;
  header: string;
  cell: (item: Item) => ReactNode;
  /** Set right, in figures of one width. */
  figure?: boolean;
  minWidth?: number;
}

interface Props<Item> {
  header: ReactNode;
  filter?: ReactNode;
  empty: ReactNode;
  columns: Column<Item>[];
  items: Item[];
  keyOf: (item: Item) => string;
}

/**
 * Rows and columns; on a narrow screen one block a row, so that nothing is out of sight. Without rows there are no columns:
 * the table would move its sentence into the middle when it has been measured.
 */
export function DataTable<Item>({ header, filter, empty, columns, items, keyOf }: Props<Item>) {
  const narrow = useNarrow();
  if (narrow || items.length === 0) {
    return (
      <Container header={header}>
        {filter}
        {items.length === 0 && empty}
        <div className="blocks">
          {items.map((item) => (
            <article key={keyOf(item)}>
              <h3>{columns[0]?.cell(item)}</h3>
              <Facts rows={columns.slice(1).map((column) => [column.header, column.cell(item)])} />
            </article>
          ))}
        </div>
      </Container>
    );
  }
  const figure = (column: Column<Item>, content: ReactNode) =>
    column.figure ? <div className="figure">{content}</div> : content;
  return (
    <Table<Item>
      variant="container"
      wrapLines
      header={header}
      filter={filter}
      empty={empty}
      items={items}
      trackBy={keyOf}
      columnDefinitions={columns.map((column, index) => ({
        id: column.id,
        header: figure(column, column.header),
        cell: (item: Item) => figure(column, column.cell(item)),
        minWidth: column.minWidth,
        isRowHeader: index === 0,
      }))}
    />
  );
}
