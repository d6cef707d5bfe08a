import type { FieldChange } from '@audit-log/shared/entry';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { eventTypeOf } from '@audit-log/shared/catalogue';
import { exactUtc } from '../ui/time-format.js';
import { addressFilter, changeFilter, waysOf, type ChangeWay } from './change-ways.js';
import type { Entry } from './entry-window.js';
import { choiceOf, cleared, facets, noProject, valueLabel, withChoice, type Facet, type Mode } from './facets.js';
import { operationFilter, withoutOperation } from './operation-words.js';
import { rangeAround, rangeOf } from './time-range.js';
import { actorName, entityName } from './words.js';

export const columnKeys = ['time', 'eventType', 'action', 'project', 'user', 'details'] as const;
export type ColumnKey = (typeof columnKeys)[number];

export const columnLabels: Readonly<Record<ColumnKey, string>> = {
  time: 'Time',
  eventType: 'Event Type',
  action: 'Action',
  project: 'Project',
  user: 'User',
  details: 'Details',
};

/** What one can do with the value in a cell, beside opening its entry. */
export interface Cell {
  readonly column: ColumnKey;
  /** What kind of value it is, as within a sentence: `user`. */
  readonly kind: string;
  /** The value as it reads. */
  readonly label: string;
  /** What is copied. */
  readonly text: string;
  /** The filter narrowed to the value, or without it; null where a filter cannot say it. */
  readonly filtered: ((filter: PageFilter, mode: Mode) => PageFilter) | null;
}

export function isColumnKey(text: string | undefined): text is ColumnKey {
  return columnKeys.some((key) => key === text);
}

/** The next of the columns that are shown, or the same where there is none. */
export function columnBeside(column: ColumnKey, by: 1 | -1, shown: readonly ColumnKey[] = columnKeys): ColumnKey {
  return shown[shown.indexOf(column) + by] ?? column;
}

/** The column where it is shown, or else the next one that is: Details always is. */
export function shownColumn(column: ColumnKey, shown: readonly ColumnKey[]): ColumnKey {
  return columnKeys.slice(columnKeys.indexOf(column)).find((one) => shown.includes(one)) ?? 'details';
}

export function cellOf(entry: Entry, column: ColumnKey): Cell {
  switch (column) {
    case 'time':
      return { column, kind: 'time', label: exactUtc(entry.time), text: entry.time, filtered: null };
    case 'eventType':
      return facetCell(column, 'event type', 'eventTypes', entry.eventType, eventTypeOf(entry.eventType).label);
    case 'action':
      return facetCell(column, 'action', 'actions', entry.action);
    case 'project':
      return facetCell(column, 'project', 'projectIds', entry.project?.id ?? noProject, entry.project?.name);
    case 'user':
      return facetCell(column, 'user', 'userIds', entry.user.id, actorName(entry.user));
    case 'details': {
      const label = entityName(entry);
      const id = entry.entity?.id;
      const kind = eventTypeOf(entry.eventType).label.toLowerCase();
      return { column, kind, label, text: label, filtered: id === undefined ? null : (filter, mode) => entityFilter(filter, id, mode) };
    }
  }
}

/** What a value is of, where it is in no column: one of the changes, the address, or an operation with its name. */
export type CellOf =
  | { readonly change: FieldChange }
  | { readonly address: string }
  | { readonly operation: { readonly entry: Entry; readonly name: string } };

/** A change, an address or an operation as a value that one can do something with. */
export function cellOfPart(of: CellOf): Cell {
  if ('address' in of) {
    const { address } = of;
    return { column: 'details', kind: 'address', label: address, text: address, filtered: (filter, mode) => addressFilter(filter, address, mode) };
  }
  if ('operation' in of) {
    const { entry, name } = of.operation;
    const only = operationFilter(entry);
    const filtered = (filter: PageFilter, mode: Mode): PageFilter => (mode === 'include' ? { ...filter, ...only } : withoutOperation(filter, entry));
    return { column: 'details', kind: 'operation', label: name, text: name, filtered: only === null ? null : filtered };
  }
  const [way] = waysOf(of.change);
  if (way === undefined) throw new Error('A change can be filtered by its field at least.');
  return wayCell(way);
}

export function wayCell({ text, details }: ChangeWay): Cell {
  return { column: 'details', kind: 'change', label: text, text, filtered: (filter, mode) => changeFilter(filter, details, mode) };
}

/** Everything of the value, whatever else was filtered; the time stays. */
export function onlyThis(cell: Cell, filter: PageFilter): PageFilter | null {
  return cell.filtered?.(cleared(filter), 'include') ?? null;
}

/** All that happened so long before and after an entry. @param around in milliseconds */
export function aroundEntry({ time }: Entry, around: number): PageFilter {
  return rangeOf(rangeAround(time, around));
}

function facetCell(column: ColumnKey, kind: string, key: Facet['key'], value: string, name?: string): Cell {
  const facet = facets.find((one) => one.key === key);
  if (facet === undefined) throw new Error(`There is no facet ${key}.`);
  const label = name ?? valueLabel(facet, value, new Map());
  return { column, kind, label, text: label, filtered: (filter, mode) => facetFilter(filter, facet, value, mode) };
}

function facetFilter(filter: PageFilter, facet: Facet, value: string, mode: Mode): PageFilter {
  const { include, exclude } = choiceOf(filter, facet);
  const without = (values: readonly string[]) => values.filter((one) => one !== value);
  // What is shown matches already: to narrow it, only this value may be left.
  if (mode === 'include') return withChoice(filter, facet, { include: [value], exclude: without(exclude) });
  return withChoice(filter, facet, { include: without(include), exclude: [...without(exclude), value] });
}

function entityFilter(filter: PageFilter, id: string, mode: Mode): PageFilter {
  const include = mode === 'include';
  return { ...filter, entityId: include ? id : null, exclude: { ...filter.exclude, entityId: include ? null : id } };
}
