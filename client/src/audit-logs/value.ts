import type { Json } from '@audit-log/shared/entry';
import { dateAndSecond, zoneOffset } from '../ui/time-format.js';

/** How a recorded value is best shown. */
export type ValueKind = 'empty' | 'scalar' | 'text' | 'list' | 'steps' | 'json';

export interface Step {
  readonly action: string;
  readonly expected: string;
}

/** From this many characters on a text is shown as prose, with its changes marked word by word. */
const longText = 64;

export function kindOf(value: Json): ValueKind {
  if (value === null || value === '') return 'empty';
  if (typeof value === 'string') return value.length >= longText || value.includes('\n') ? 'text' : 'scalar';
  if (typeof value !== 'object') return 'scalar';
  if (!isList(value)) return 'json';
  if (value.length === 0) return 'empty';
  if (value.every((item) => item !== null && typeof item !== 'object')) return 'list';
  return value.every(isStep) ? 'steps' : 'json';
}

/** The one way to show both sides of a change. */
export function kindOfChange(before: Json, after: Json): ValueKind {
  const a = kindOf(before);
  const b = kindOf(after);
  if (a === b || b === 'empty') return a;
  if (a === 'empty') return b;
  const both = new Set([a, b]);
  return both.has('text') && both.has('scalar') ? 'text' : 'json';
}

/** Whether a field says where something lies: a path, or null for the top. */
export function isPlace(field: string): boolean {
  return field === 'folder' || field === 'parent';
}

/** Whether a field names a person: the log keeps the id, so the name is no text of the entry, neither searched nor compared. */
export function isPerson(field: string): boolean {
  return field === 'owner';
}

/** A short value in one line: `Yes`, `3`, `Archive / 2026`. */
export function scalarText(value: Json, field = ''): string {
  if (value === null || value === '') return isPlace(field) ? 'top level' : 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'object') return JSON.stringify(value);
  if (isPlace(field)) return String(value).replaceAll('/', ' / ');
  if (isMoment(field, value)) return `${dateAndSecond(value)} ${zoneOffset(Date.parse(value))}`;
  return String(value);
}

/** A time is shown in the reader's zone, as all times of the page are: `expiresAt`, with what Postgres makes of one. */
function isMoment(field: string, value: Json): value is string {
  return field.endsWith('At') && typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/.test(value);
}

/** What was asked of the log, say, without the braces: `range 7d, type USER`. */
export function flatText(value: Json): string {
  if (value === null || typeof value !== 'object' || isList(value)) return scalarText(value);
  return Object.entries(value)
    .map(([key, one]) => `${key} ${sideText(one)}`)
    .join(', ');
}

function sideText(value: Json): string {
  if (value !== null && typeof value === 'object' && !isList(value)) return `(${flatText(value)})`;
  return kindOf(value) === 'list' ? listOf(value).join(', ') : scalarText(value);
}

export function listOf(value: Json): readonly string[] {
  return isList(value) ? value.map((item) => scalarText(item)) : [];
}

export function stepsOf(value: Json): readonly Step[] {
  if (!isList(value)) return [];
  return value.filter(isStep).map((step) => ({ action: step.action, expected: scalarOrEmpty(step.expected) }));
}

export function textOf(value: Json): string {
  return value === null ? '' : typeof value === 'string' ? value : scalarText(value);
}

function scalarOrEmpty(value: Json | undefined): string {
  return value === undefined || value === null ? '' : scalarText(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isStep(value: Json): value is { action: string; expected?: Json } {
  return typeof value === 'object' && value !== null && 'action' in value && typeof value['action'] === 'string';
}
