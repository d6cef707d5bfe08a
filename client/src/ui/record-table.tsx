import type { ReactNode } from 'react';
import table from './table.module.css';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  className?: string | undefined;
  /**
   * For values that may be long: the percentage of the table's width that is this column's, or less where the others
   * need it: they are as wide as their values. What does not fit ends in an ellipsis.
   */
  share?: number;
}

interface RecordTableProps<Row> {
  label: string;
  /** Undefined while they load. */
  rows: readonly Row[] | undefined;
  /** The first is what a row is called by. */
  columns: readonly Column<Row>[];
  /** What stands at the end of a row, for who may do something with it. */
  renderActions?: ((row: Row) => ReactNode) | null;
}

/** Things of the account, one a row; on a phone each is a few lines, every value with the name of its column. */
export function RecordTable<Row extends { id: string }>({ label, rows, columns, renderActions }: RecordTableProps<Row>) {
  return (
    <div className={table.scroll}>
      <table className={`${table.table} ${table.stacked}`} aria-label={label} aria-busy={rows === undefined}>
        <thead>
          <tr>
            {columns.map(({ head, share }) => (
              <th key={head} scope="col" style={share === undefined ? undefined : { width: `${share}%` }}>
                {head}
              </th>
            ))}
            {renderActions && (
              <th scope="col" className={table.actions}>
                <span className={table.hidden}>Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr key={row.id}>
              {columns.map(({ head, cell, className, share }, index) => (
                <td key={head} className={className} data-label={index === 0 ? undefined : head} data-share={share}>
                  {cell(row)}
                </td>
              ))}
              {renderActions && <td className={table.actions}>{renderActions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
