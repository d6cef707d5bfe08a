import { filterToSearchParams, type PageFilter } from '@audit-log/shared/filter-url';

export type ExportFormat = 'csv' | 'ndjson';

/** Where every entry that the filter lets through is downloaded; without a time in it, that is all time. */
export function exportAddress(filter: PageFilter, format: ExportFormat): string {
  return `/export?${new URLSearchParams([['format', format], ...filterToSearchParams(filter)])}`;
}
