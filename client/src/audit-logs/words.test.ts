import { describe, expect, it } from 'vitest';
import { entryAt } from './testing.js';
import { actorName, entityName, userAgentText } from './words.js';

describe('the words of an entry', () => {
  it.each([
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
      'Chrome 141 on macOS',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
      'Edge 141 on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari 18 on iOS',
    ],
    ['curl/8.5.0', 'curl 8.5.0'],
  ])('name the browser or the program: %s', (userAgent, expected) => {
    expect(userAgentText(userAgent)).toBe(expected);
  });

  it('name who has no name', () => {
    expect(actorName({ kind: 'ANONYMOUS', name: null })).toBe('Unknown address');
    expect(actorName({ kind: 'USER', name: null })).toBe('Name erased');
  });

  it('name a sign-in by its method, and what was erased as erased', () => {
    const details = [{ field: 'method', old: null, new: 'link', redacted: false }];
    expect(entityName(entryAt(1, { eventType: 'AUTHENTICATION', entity: null, details }))).toBe('Sign-in link');
    expect(entityName(entryAt(1, { entity: { id: '1', name: null }, erased: true }))).toBe('Erased');
    expect(entityName(entryAt(1, { eventType: 'API_KEY', entity: null }))).toBe('API key');
  });
});
