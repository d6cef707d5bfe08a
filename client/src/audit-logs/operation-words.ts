import { actionOf } from '@audit-log/shared/catalogue';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { isNarrowed } from './facets.js';
import type { Entry } from './entry-window.js';
import type { Run } from './list-items.js';
import type { OperationSummary } from './operation-summary.js';
import { entityName } from './words.js';

/** How the row of an operation is called, before how many they are: `Bulk move`, or what it was done to. */
export function operationTitle({ isAct, lead }: OperationSummary): string {
  return isAct ? entityName(lead) : `Bulk ${actionOf(lead.action).label}`;
}

/** @param total how many entries the operation has in all, as the server counts them; null while that is not known */
export interface Known {
  readonly filtered: boolean;
  readonly total: number | null;
}

/**
 * How many entries of an operation there are, saying no more than is known: `312 entries`, `150 or more entries` while
 * its end is not loaded, `12 of 312 entries match` where a filter holds others back.
 */
export function operationCount({ from, to, held }: Run, { filtered, total }: Known): string {
  const count = to - from;
  // What was recorded after it was counted is seen first.
  const all = total === null ? null : Math.max(total, held.loaded);
  const text = count.toLocaleString('en');
  if (all !== null) {
    // What is not loaded yet comes with the next pages.
    if (all === count || (held.open && !filtered)) return `${all.toLocaleString('en')} entries`;
    return `${text} of ${all.toLocaleString('en')} entries${filtered ? ' match' : ''}`;
  }
  if (filtered) return `${text}${held.open ? ' or more' : ''} entries match`;
  if (held.loaded > count) return `${text} of ${held.loaded.toLocaleString('en')}${held.open ? ' or more' : ''} entries`;
  return `${text}${held.open ? ' or more' : ''} entries`;
}

/** What stands below the shown entries, for the others that are loaded. */
export function moreWords(hidden: number, { filtered, open }: { filtered: boolean; open: boolean }): readonly [string, string] {
  const others = `Show the other ${hidden.toLocaleString('en')}`;
  if (filtered) return [others, 'that match'];
  return [others, open ? 'that are loaded' : 'of this operation'];
}

/** What leads to all entries of an operation. */
export function restWords(total: number | null): readonly [string, string] {
  return total === null ? ['Show all entries', 'of this operation'] : [`Show all ${total.toLocaleString('en')} entries`, 'of this operation'];
}

/** Whether a filter may hold back some entries of an operation, and not others. Those of one operation have one actor. */
export function mayHoldBack(filter: PageFilter): boolean {
  return isNarrowed({ ...filter, operationId: null, userIds: null, exclude: { ...filter.exclude, operationId: null, userIds: null } });
}

/** All entries of the operation that an entry belongs to, whenever they were; null where it belongs to none. */
export function operationFilter({ operationId, user }: Entry): PageFilter | null {
  return operationId === null ? null : { operationId, userIds: [user.id] };
}

/** The filter without the operation, and with everything else that it lets through. */
export function withoutOperation(filter: PageFilter, { operationId }: Entry): PageFilter {
  return { ...filter, operationId: null, exclude: { ...filter.exclude, operationId } };
}
