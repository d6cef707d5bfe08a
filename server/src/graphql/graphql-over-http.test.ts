import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';

/**
 * The audits of the specification GraphQL over HTTP, which its authors publish with their own implementation
 * (https://graphql.github.io/graphql-over-http/draft/). Three levels: MUST, SHOULD, MAY.
 */

/**
 * What a MAY allows and this server does not do: a GET without Content-Type is one that a page of another site can make
 * its visitor send.
 */
const DECLINED: ReadonlySet<string> = new Set(['5A70', 'D6D5', '6A70']);

let product: TestProduct;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product[Symbol.asyncDispose]());

const audits = serverAudits({
  url: () => product.url,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${ADMIN_KEY}` } }),
});

describe('GraphQL over HTTP', () => {
  test.each(audits.map(({ id, name, fn }) => [name, id, fn] as const))('%s (%s)', async (_, id, run) => {
    const result = await run();
    const reason = result.status === 'ok' ? null : `${result.status}: ${result.reason}`;
    if (DECLINED.has(id)) expect(reason).toMatch(/^notice: /);
    else expect(reason).toBeNull();
  });
});
