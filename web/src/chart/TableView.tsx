import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { TableChart } from "../api/types.gen";

const rowHeight = 32;

/** Rows of printed cells. Only the rows in view are elements, so that 10,000 scroll as 10 do. */
export default function TableView({ table, title }: { table: TableChart; title: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = table.rows ?? [];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items[items.length - 1]?.end ?? 0);
  const side = (index: number) => (table.columns[index]?.number ? "figure" : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard.
    <section className="table-scroller" ref={scroller} tabIndex={0} aria-label={title}>
      <table className="rows" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th key={index} scope="col" className={side(index)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Filler height={before} columns={table.columns.length} />}
          {items.map((item) => (
            <tr key={item.key} aria-rowindex={item.index + 2}>
              {(rows[item.index] ?? []).map((cell, index) => (
                <td key={index} className={side(index)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
          {after > 0 && <Filler height={after} columns={table.columns.length} />}
        </tbody>
        {table.totals && table.totals.length > 0 && (
          <tfoot>
            <tr>
              {table.totals.map((cell, index) => (
                <td key={index} className={side(index)}>
                  {cell}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Filler({ height, columns }: { height: number; columns: number }) {
  return (
    <tr>
      <td className="filler" colSpan={columns} style={{ height }} />
    </tr>
  );
}
