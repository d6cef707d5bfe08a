import { canonicalTimeZone, presentTimeZoneName } from '@audit-log/shared/time-zone';
import { useSyncExternalStore } from 'react';
import { offsetIn, utcOf } from './zone-offset.js';

/** What a person can choose: the browser's own zone, UTC, or the one that the organization has. */
export type ZoneChoice = 'browser' | 'utc' | 'organization';

/** In which zone times are told and days are counted: the browser's own, UTC, or one by its name in the IANA database. */
export type Zone = 'browser' | 'utc' | `name:${string}`;

export interface OfferedZone {
  readonly choice: ZoneChoice;
  readonly zone: Zone;
}

/** As it was chosen; what it comes to is `current`. */
let chosen: ZoneChoice = 'browser';
/** Whose choice it is; nobody's is not kept. */
let owner: string | null = null;
/** The name that the organization's zone has; null where it has none. */
let organization: string | null = null;
let current: Zone = 'browser';
const listeners = new Set<() => void>();

export function currentZone(): Zone {
  return current;
}

/** The zone, and a new drawing of the component when it changes. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, currentZone);
}

/** Changes the zone, and remembers it in this browser for the person who looks. */
export function setZone(choice: ZoneChoice): void {
  if (owner !== null) storage()?.setItem(keyOf(owner), choice);
  chosen = choice;
  update();
}

/**
 * Takes up what a person chose in this browser before; the browser's zone where they never did.
 * @param organizationZone the name of their organization's zone; null where it has none
 */
export function recallZone(personId: string | null, organizationZone: string | null = null): void {
  if (personId !== owner) {
    owner = personId;
    const kept = personId === null ? null : storage()?.getItem(keyOf(personId));
    chosen = kept === 'utc' || kept === 'organization' ? kept : 'browser';
  }
  organization = organizationZone;
  update();
}

/** The zones that tell different times, the browser's own first. */
export function offeredZones(): readonly OfferedZone[] {
  const offered: OfferedZone[] = [{ choice: 'browser', zone: 'browser' }];
  const told = new Set([canonicalOf('browser')]);
  const others: readonly OfferedZone[] = [{ choice: 'utc', zone: 'utc' }, ...organizationOffer()];
  for (const one of others) {
    const canonical = canonicalOf(one.zone);
    if (!told.has(canonical)) offered.push(one);
    told.add(canonical);
  }
  return offered;
}

/** What is chosen in effect: one of those that are offered. */
export function currentChoice(): ZoneChoice {
  return offeredZones().find(({ zone }) => zone === current)?.choice ?? 'browser';
}

/** The choice after the present one, round and round. */
export function nextChoice(): ZoneChoice {
  const offered = offeredZones();
  const next = offered.findIndex(({ zone }) => zone === current) + 1;
  return (offered[next] ?? offered[0])?.choice ?? 'browser';
}

/** The organization's zone, and whether this browser knows it; null where there is none. */
export function organizationZone(): { readonly name: string; readonly zone: Zone | null } | null {
  if (organization === null) return null;
  return { name: organization, zone: canonicalTimeZone(organization) === null ? null : `name:${organization}` };
}

/** The zone as Intl takes it; undefined is the browser's own. */
export function intlZone(zone: Zone): string | undefined {
  return zone === 'browser' ? undefined : zone === 'utc' ? 'UTC' : zone.slice('name:'.length);
}

/** The zone's name in the IANA database, as it is now. */
export function zoneName(zone: Zone = current): string {
  return presentTimeZoneName(intlZone(zone) ?? new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** A moment as calendar and clock show it. Months count from 0. */
export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/**
 * What the zone's clocks are ahead of UTC, in milliseconds.
 * @param at in milliseconds since 1970
 */
export function offsetAt(at: number, zone: Zone = current): number {
  if (zone === 'utc') return 0;
  if (zone !== 'browser') return offsetIn(zone.slice('name:'.length), at);
  const date = new Date(at);
  const [hour, minute, second, millisecond] = [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  return utcOf(date.getFullYear(), date.getMonth(), date.getDate(), hour, minute, second, millisecond) - at;
}

/** @param at in milliseconds since 1970 */
export function partsOf(at: number, zone: Zone = current): Parts {
  if (zone === 'browser') {
    // The same as by its offset, in a third of the time: each row of a list asks.
    const here = new Date(at);
    return { year: here.getFullYear(), month: here.getMonth(), day: here.getDate() };
  }
  const date = new Date(at + offsetAt(at, zone));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}

/** What the clock shows of a moment, in milliseconds since the midnight before it that calendar and clock show. */
export function clockOf(at: number, zone: Zone = current): number {
  const wall = at + offsetAt(at, zone);
  return wall - Math.floor(wall / longestDay) * longestDay;
}

/** No zone is further from UTC than this, and none changes its clocks twice within it. */
const longestDay = 86_400_000;

/**
 * The moment that calendar and clock show, in milliseconds since 1970. What is too much counts on, so that day 0 is the
 * last of the month before. Of an hour that comes twice it is the first one; one that is left out is an hour later
 * ("compatible" in ECMAScript's Temporal, as Date has always done).
 * @param clock hour, minute, second, millisecond
 */
export function momentOf(parts: Parts, clock: readonly number[] = [], zone: Zone = current): number {
  const wall = wallOf(parts, clock);
  return momentsAt(wall, zone)[0] ?? wall - offsetAt(wall - longestDay, zone);
}

/** All moments that calendar and clock show, in milliseconds since 1970: two in an hour that comes twice, none in one left out. */
export function momentsOf(parts: Parts, clock: readonly number[] = [], zone: Zone = current): readonly number[] {
  return momentsAt(wallOf(parts, clock), zone);
}

function momentsAt(wall: number, zone: Zone): readonly number[] {
  const [before, after] = [offsetAt(wall - longestDay, zone), offsetAt(wall + longestDay, zone)];
  if (before === after) return [wall - before];
  // Ahead of UTC by more is earlier.
  return [wall - Math.max(before, after), wall - Math.min(before, after)].filter((at) => at + offsetAt(at, zone) === wall);
}

function wallOf({ year, month, day }: Parts, [hour = 0, minute = 0, second = 0, millisecond = 0]: readonly number[]): number {
  return utcOf(year, month, day, hour, minute, second, millisecond);
}

function organizationOffer(): readonly OfferedZone[] {
  const zone = organizationZone()?.zone ?? null;
  return zone === null ? [] : [{ choice: 'organization', zone }];
}

/** What zones have in common that are the same under different names. */
function canonicalOf(zone: Zone): string {
  const name = zoneName(zone);
  return canonicalTimeZone(name) ?? name;
}

/** What was chosen, or that of the zones offered which tells the same times under another name. */
function update(): void {
  const wanted = chosen === 'organization' ? (organizationZone()?.zone ?? 'browser') : chosen;
  const zone = wanted === 'browser' ? wanted : offeredZones().find((one) => canonicalOf(one.zone) === canonicalOf(wanted))?.zone;
  if (zone === undefined || zone === current) return;
  current = zone;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keyOf(personId: string): string {
  return `zone:${personId}`;
}

/** A browser may keep nothing, and then says so with an error. */
function storage(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
