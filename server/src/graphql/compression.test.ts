import { expect, test } from 'vitest';
import { startProduct } from '../testing/product.js';
import { takesGzip } from './compression.js';

const TYPES = '{ __schema { types { name description } } }';
const CREATE = 'mutation { createProject(input: {name: "Compressed"}) { id __typename } }';

test('a long answer to a question is compressed for who takes it, and to who does not, or to a change, goes as it is', async () => {
  await using product = await startProduct();
  const admin = await product.administrator();
  const ask = (query: string, encoding: string) =>
    fetch(new URL('/graphql', product.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: admin.cookie ?? '', 'accept-encoding': encoding },
      body: JSON.stringify({ query }),
    });
  const plain = await ask(TYPES, 'identity');
  const zipped = await ask(TYPES, 'br, gzip;q=0.5');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(zipped.headers.get('content-encoding')).toBe('gzip');
  for (const { headers } of [plain, zipped]) expect(headers.get('vary')).toBe('Accept-Encoding');
  const text = await plain.text();
  expect(await zipped.text()).toBe(text);
  expect(Number(zipped.headers.get('content-length'))).toBeLessThan(text.length / 2);

  // Long, but it could hold a secret: only what was asked is compressed.
  const long = `${CREATE.slice(0, -1)} ${'a'.repeat(1200)}: __typename }`;
  const changed = await ask(long, 'gzip');
  expect(changed.headers.get('content-encoding')).toBeNull();
  expect((await changed.text()).length).toBeGreaterThan(1024);
  // Short.
  expect((await ask('{ __typename }', 'gzip')).headers.get('content-encoding')).toBeNull();
});

test('gzip is taken where it is named, or everything is, and not with a weight of 0', () => {
  for (const header of ['gzip', 'br, GZIP', 'deflate, gzip;q=0.1', '*', 'x-gzip']) expect(takesGzip(header), header).toBe(true);
  for (const header of [undefined, '', 'br', 'gzip;q=0', 'gzip; q=0.0, *', 'identity', 'gzip;q=x']) expect(takesGzip(header), header).toBe(false);
});
