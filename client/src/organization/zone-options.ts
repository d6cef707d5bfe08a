import { canonicalTimeZone, presentTimeZoneName, timeZoneNames } from '@audit-log/shared/time-zone';

export interface ZoneOption {
  readonly value: string;
  readonly label: string;
  /** `UTC+05:45`; empty where this browser does not know the zone. */
  readonly offset: string;
  /** What a search looks through, in the form of `searchForm`. */
  readonly search: string;
}

/**
 * Every zone that this browser knows, with its offset.
 * @param at whose offset is told, in milliseconds since 1970
 * @param chosen the present one, which may be known under another name, or not at all
 */
export function zoneOptions(at: number, chosen: string | null): readonly ZoneOption[] {
  const former = new Map(Intl.supportedValuesOf('timeZone').map((name) => [presentTimeZoneName(name), name]));
  const names = new Set(['UTC', ...timeZoneNames(), ...(chosen === null ? [] : [chosen])]);
  return [...names].map((value) => {
    const offset = canonicalTimeZone(value) === null ? '' : offsetText(value, at);
    return { value, label: value, offset, search: searchForm(`${value} ${former.get(value) ?? ''} ${offset}`) };
  });
}

/** Those in which every word of what is written occurs, of names and offsets alike: `new york`, `katmandu`, `+5:45`. */
export function matchingZones<Option extends { readonly value: string }>(options: readonly Option[], query: string, searchOf: (value: string) => string): Option[] {
  const words = searchForm(query).split(' ').filter(Boolean);
  return options.filter(({ value }) => words.every((word) => searchOf(value).includes(word)));
}

function searchForm(text: string): string {
  return text.toLowerCase().replaceAll(/[_/]/g, ' ').replaceAll('−', '-').replaceAll(/([+-])0/g, '$1');
}

/** Read from a format that is not kept: there are hundreds of zones, and each format takes tens of kilobytes. */
function offsetText(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
  const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return text.replace('GMT', 'UTC').replace('-', '−').replace(/[+−]00:00$/, '');
}
