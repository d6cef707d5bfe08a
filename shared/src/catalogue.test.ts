import { expect, test } from 'vitest';
import { actionOf, EVENT_TYPES, eventTypeOf, fieldLabel } from './catalogue.js';

test('every event type has its own name and label, and records only actions it has', () => {
  expect(new Set(EVENT_TYPES.map(({ name }) => name)).size).toBe(EVENT_TYPES.length);
  expect(new Set(EVENT_TYPES.map(({ label }) => label)).size).toBe(EVENT_TYPES.length);
  for (const { name, actions, recorded } of EVENT_TYPES) {
    expect(name).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(actions).toEqual(expect.arrayContaining([...recorded]));
    expect(actions).not.toHaveLength(0);
  }
});

test('types and actions have labels for people', () => {
  expect(eventTypeOf('TEST_CASE').label).toBe('Test case');
  expect(eventTypeOf('API_KEY').label).toBe('API key');
  expect(actionOf('sign_in_failed').label).toBe('sign-in failed');
  expect(actionOf('update').label).toBe('update');
});

test('colour says create, delete, access or failure, and nothing of the rest', () => {
  const tones = ['create', 'delete', 'sign_in', 'sign_in_failed', 'update', 'move'].map((name) => actionOf(name).tone);
  expect(tones).toEqual(['create', 'delete', 'access', 'failed', 'update', 'update']);
});

test('what the catalogue does not have can be shown all the same', () => {
  expect(eventTypeOf('PURCHASE_ORDER')).toEqual({ name: 'PURCHASE_ORDER', label: 'Purchase order', actions: [], recorded: [] });
  expect(actionOf('constructor')).toEqual({ name: 'constructor', label: 'constructor', tone: 'update' });
  expect(actionOf('hand_over').label).toBe('hand over');
  expect(actionOf('_').label).toBe('_');
});

test('fields are named in words', () => {
  expect(fieldLabel('automationType')).toBe('automation type');
  expect(fieldLabel('customFields.Risk level')).toBe('Risk level');
  expect(fieldLabel('steps')).toBe('steps');
});
