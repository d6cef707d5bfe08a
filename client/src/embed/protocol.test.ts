import { describe, expect, test } from 'vitest';
import { columnKeys } from '../audit-logs/cells.js';
import { COLUMNS, idOfToken, readFragment, settingsIn, toViewerIn } from './protocol.js';

const TOKEN = `audit_embed_${'0a'.repeat(16)}_${'x'.repeat(43)}`;

describe('what an embedded viewer is told', () => {
  test('the columns that a page can name are those of the list', () => {
    expect([...COLUMNS]).toEqual([...columnKeys]);
  });

  test('the address holds token, theme, columns and a view', () => {
    expect(readFragment(`#token=${TOKEN}&theme=dark&columns=user,time,nonsense&view=range%3D30d%26type%3DUSER`)).toEqual({
      token: TOKEN,
      theme: 'dark',
      columns: ['time', 'user', 'details'],
      view: 'range=30d&type=USER',
    });
    expect(readFragment('')).toEqual({ token: null, view: null });
  });

  test('what is no setting is left out', () => {
    expect(settingsIn({ theme: 'pink', columns: 'time' })).toEqual({});
    expect(settingsIn({ theme: 'light', columns: [] })).toEqual({ theme: 'light', columns: ['time', 'details'] });
  });

  test('of messages only those of the page around it are taken, and of them only what they may say', () => {
    for (const other of [null, 'audit-log', 7, {}, { type: 'other', token: TOKEN }]) expect(toViewerIn(other)).toBeNull();
    expect(toViewerIn({ type: 'audit-log', token: TOKEN, theme: 'auto', more: 1 })).toEqual({ type: 'audit-log', token: TOKEN, theme: 'auto' });
    expect(toViewerIn({ type: 'audit-log', token: 7 })).toEqual({ type: 'audit-log' });
  });

  test('a token says which page is its own', () => {
    expect(idOfToken(TOKEN)).toBe('0a'.repeat(16));
    for (const other of ['', TOKEN.slice(1), `${TOKEN}x`, 'audit_embed_x', TOKEN.toUpperCase()]) expect(idOfToken(other)).toBeNull();
  });
});
