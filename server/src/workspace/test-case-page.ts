import { badInput } from './input.js';
import type { TestCase } from './test-case.js';

const DEFAULT_FIRST = 50;
const MAX_FIRST = 200;

/** @throws ProductError BAD_USER_INPUT unless it is from 0 to 200 */
export function checkFirst(first: number | null): number {
  if (first === null) return DEFAULT_FIRST;
  if (first < 0 || first > MAX_FIRST) throw badInput(`first must be from 0 to ${MAX_FIRST}.`);
  return first;
}

/** Where a test case stands in the list: its number, in a form nobody is tempted to calculate with. */
export function cursorOf({ number }: TestCase): string {
  return Buffer.from(`TC-${number}`).toString('base64url');
}

/** The number to go on after; 0 for the beginning. @throws ProductError BAD_USER_INPUT for what is no cursor */
export function numberAfter(cursor: string | null): number {
  if (cursor === null) return 0;
  const number = /^TC-(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (number === undefined) throw badInput('after is not a cursor of this list: take one of its edges.');
  return Number(number);
}
