import { useSyncExternalStore } from 'react';

/** In which zone times are told and days are counted: the browser's own, or UTC. */
export type Zone = 'browser' | 'utc';

let current: Zone = 'browser';
/** Whose choice it is; nobody's is not kept. */
let owner: string | null = null;
const listeners = new Set<() => void>();

export function currentZone(): Zone {
  return current;
}

/** The zone, and a new drawing of the component when it changes. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, currentZone);
}

/** Changes the zone, and remembers it in this browser for the person who looks. */
export function setZone(zone: Zone): void {
  if (owner !== null) storage()?.setItem(keyOf(owner), zone);
  change(zone);
}

/** Takes up what a person chose in this browser before; the browser's zone where they never did. */
export function recallZone(personId: string | null): void {
  if (personId === owner) return;
  owner = personId;
  change(personId !== null && storage()?.getItem(keyOf(personId)) === 'utc' ? 'utc' : 'browser');
}

/** A moment as calendar and clock show it. Months count from 0. */
export interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** @param at in milliseconds since 1970 */
export function partsOf(at: number, zone: Zone = current): Parts {
  const date = new Date(at);
  return zone === 'utc'
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() };
}

/**
 * The moment that calendar and clock show, in milliseconds since 1970. What is too much counts on, so that day 0 is the
 * last of the month before. Of an hour that comes twice it is the first one; one that is left out is an hour later.
 */
export function momentOf({ year, month, day }: Parts, [hour = 0, minute = 0, second = 0]: readonly number[] = [], zone: Zone = current): number {
  return zone === 'utc'
    ? Date.UTC(year, month, day, hour, minute, second)
    : new Date(year, month, day, hour, minute, second).getTime();
}

function change(zone: Zone): void {
  if (zone === current) return;
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
