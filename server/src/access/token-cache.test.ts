import { expect, test } from 'vitest';
import type { Principal } from './principal.js';
import { TokenCache } from './token-cache.js';

function person(id: string, sessionId: string, expiresAt: number | null = null): Principal {
  return {
    actor: { organization: 1, kind: 'USER', id, name: null },
    role: 'ADMIN',
    scopes: [],
    sessionId,
    expiresAt,
  };
}

function listening(cache: TokenCache): TokenCache {
  cache.resume();
  return cache;
}

test('What was read before a revocation is not stored after it', () => {
  const cache = listening(new TokenCache());
  const before = cache.generation;

  cache.drop({ kind: 'session', id: 'another' });
  cache.set('hash', person('ada', 's1'), before);

  expect(cache.get('hash')).toBeNull();
});

test('A revocation drops whom it concerns and nobody else', () => {
  const cache = listening(new TokenCache());
  const key: Principal = {
    ...person('k1', ''),
    actor: { organization: 1, kind: 'API_KEY', id: 'k1', name: null },
    keyId: 'k1',
  };
  const store = () => {
    cache.set('ada 1', person('ada', 's1'), cache.generation);
    cache.set('ada 2', person('ada', 's2'), cache.generation);
    cache.set('bob', person('bob', 's3'), cache.generation);
    cache.set('key', key, cache.generation);
  };
  const left = () => ['ada 1', 'ada 2', 'bob', 'key'].filter((hash) => cache.get(hash) !== null);

  store();
  cache.drop({ kind: 'session', id: 's1' });
  expect(left()).toEqual(['ada 2', 'bob', 'key']);
  store();
  cache.drop({ kind: 'person', id: 'ada' });
  expect(left()).toEqual(['bob', 'key']);
  store();
  cache.drop({ kind: 'api_key', id: 'k1' });
  expect(left()).toEqual(['ada 1', 'ada 2', 'bob']);
  cache.drop({ kind: 'all' });
  expect(left()).toEqual([]);
});

test('While revocations are not heard nothing is stored', () => {
  const cache = listening(new TokenCache());
  cache.set('hash', person('ada', 's1'), cache.generation);

  cache.suspend();
  expect(cache.get('hash')).toBeNull();
  cache.set('hash', person('ada', 's1'), cache.generation);
  expect(cache.get('hash')).toBeNull();
});

test('A principal is read anew after its lifetime, and when its session ends', () => {
  const cache = listening(new TokenCache(1000));
  cache.set('lasting', person('ada', 's1'), cache.generation, 0);
  cache.set('ending', person('ada', 's2', 500), cache.generation, 0);

  expect(cache.get('ending', 499)).not.toBeNull();
  expect(cache.get('ending', 500)).toBeNull();
  expect(cache.get('lasting', 999)).not.toBeNull();
  expect(cache.get('lasting', 1000)).toBeNull();
});

test('The oldest makes room for the newest', () => {
  const cache = listening(new TokenCache(60_000, 2));
  for (const hash of ['a', 'b', 'c']) cache.set(hash, person(hash, hash), cache.generation);

  expect(['a', 'b', 'c'].filter((hash) => cache.get(hash) !== null)).toEqual(['b', 'c']);
});
