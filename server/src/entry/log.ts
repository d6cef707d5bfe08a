import type { NormalFilter } from '@audit-log/shared/filter';

/** What is asked: an organization's log, by its number, or a part of it. */
export type Log = number | LogPart;

/** The part of a log that a filter lets through. Whatever is beyond it is, for who asks, as if it were not there. */
export interface LogPart {
  readonly organization: number;
  readonly within: NormalFilter;
}

export function organizationOf(log: Log): number {
  return typeof log === 'number' ? log : log.organization;
}

/** What bounds the log for who asks; null: nothing. */
export function boundOf(log: Log): NormalFilter | null {
  return typeof log === 'number' ? null : log.within;
}

/** The times that both of two filters leave. */
export function sharedTimes(a: NormalFilter, b: NormalFilter | null): Pick<NormalFilter, 'from' | 'to'> {
  const from = [a.from, b?.from].filter((time) => time !== undefined).toSorted().at(-1);
  const to = [a.to, b?.to].filter((time) => time !== undefined).toSorted()[0];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}
