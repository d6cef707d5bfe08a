import { readFileSync } from 'node:fs';
import { getOperationAST, parse, separateOperations, validate } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { untilNumbered } from '../testing/walk-fixture.js';
import { PreparedQueries } from './prepared-queries.js';
import { PreparedQuery } from './prepared-query.js';
import { buildProductSchema } from './schema.js';

const schema = await buildProductSchema();

function question(text: string): [ReturnType<typeof parse>, OperationDefinitionNode] {
  const document = parse(text);
  expect(validate(schema, document), text).toEqual([]);
  return [document, getOperationAST(document) as OperationDefinitionNode];
}

test('Every question of the audit log’s page can be prepared, as Apollo Client sends it too', () => {
  const file = new URL('../../../client/src/audit-logs/audit-logs.graphql', import.meta.url);
  const operations = Object.entries(separateOperations(parse(readFileSync(file, 'utf8'))));
  const found = operations.filter(([, document]) => getOperationAST(document)?.operation === 'query');
  expect(found.length).toBeGreaterThan(2);
  for (const [name, document] of found) expect(PreparedQuery.of(schema, document, getOperationAST(document) as OperationDefinitionNode), name).not.toBeNull();
  expect(PreparedQuery.of(schema, ...question('{ __typename auditLogs { __typename edges { __typename node { __typename id } } } }'))).toBeNull();
  expect(PreparedQuery.of(schema, ...question('{ auditLogs { __typename edges { __typename node { __typename id } } } }'))).not.toBeNull();
});

test.each([
  'mutation { signOut }',
  'subscription { auditLogsAdded { cursor } }',
  '{ __schema { queryType { name } } auditLogs { tailCursor } }',
  'query ($yes: Boolean!) { auditLogs { tailCursor @include(if: $yes) } }',
  'query ($yes: Boolean!) { ...F @skip(if: $yes) } fragment F on Query { auditLogs { tailCursor } }',
  '{ auditLogs { __proto__: pageInfo { hasNextPage } } }',
  '{ apiKeys { createdBy { name } } }',
  '{ projects { id testCaseCount } }',
])('graphql-js carries out what is not only properties below resolvers: %s', (text) => {
  expect(PreparedQuery.of(schema, ...question(text))).toBeNull();
});

test('What comes once is not prepared, what comes again is, and the least used makes room', () => {
  const prepared = new PreparedQueries(schema, 3);
  const numbered = Array.from({ length: 50 }, (_, index) => question(`{ auditLogs(first: ${index}) { tailCursor } }`));
  for (const asked of numbered) expect(prepared.of(...asked)).toBeNull();
  expect(prepared.size).toBe(0);

  const [first = numbered[1]!] = numbered;
  const kept = prepared.of(...first);
  expect(kept).toBeInstanceOf(PreparedQuery);
  for (const asked of numbered) {
    expect(prepared.of(...asked)).not.toBeNull();
    expect(prepared.of(...first)).toBe(kept);
    expect(prepared.size).toBeLessThanOrEqual(3);
  }
  // One of those that made room is prepared anew.
  expect(prepared.of(...numbered[5]!)).not.toBeNull();

  const unfit = question('{ apiKeys { __typename } __typename }');
  for (let time = 0; time < 3; time += 1) expect(prepared.of(...unfit)).toBeNull();
});

describe('over HTTP', () => {
  let product: TestProduct;
  let key: TestClient;

  beforeAll(async () => {
    product = await startProduct();
    key = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
    for (const name of ['Payments', 'Orders', 'Search']) await key.data('mutation ($name: String!) { createProject(input: {name: $name}) { id } }', { name });
    // The view of the log is an entry too: it is there before anything is compared.
    await key.data('{ auditLogs { edges { cursor } } }');
    await untilNumbered(product);
  });
  beforeEach(() => void vi.restoreAllMocks());
  afterAll(() => product[Symbol.asyncDispose]());

  /** Asks four times, and gives the first answer, which is graphql-js', once it is sure that the others are the same. */
  async function alike(client: TestClient, query: string, variables: Record<string, unknown> = {}, isPrepared = true) {
    const execute = vi.spyOn(PreparedQuery.prototype, 'execute');
    const answers = [];
    for (let time = 0; time < 4; time += 1) {
      const { status, data, errors } = await client.ask(query, variables, { 'x-request-id': 'one-request-of-a-test' });
      answers.push({ status, data, errors });
    }
    expect(execute).toHaveBeenCalledTimes(isPrepared ? 3 : 0);
    for (const answer of answers) expect(JSON.stringify(answer)).toBe(JSON.stringify(answers[0]));
    return answers[0]!;
  }

  const FRAGMENTS = 'fragment Named on Actor { name kind } fragment Entry on AuditLog { id time ...Who the: details { old new field } } fragment Who on AuditLog { user { ...Named id } }';

  test.each([
    ['aliases and fragments within fragments', `{ a: auditLogs(first: 2) { edges { cursor node { ...Entry ... { sequence } ... on AuditLog { erased } __typename } } } b: auditLogs(last: 1) { edges { node { id ...Entry } } pageInfo { endCursor } } } ${FRAGMENTS}`, {}],
    ['a default, and a variable that is not sent', 'query ($first: Int = 1, $after: String) { auditLogs(first: $first, after: $after) { edges { node { id } } } }', {}],
    ['a list that is sent as one value, a time with an offset', 'query ($filter: AuditLogFilterInput) { auditLogs(filter: $filter) { edges { node { id action } } } }', { filter: { eventTypes: 'PROJECT', from: '2020-01-01T00:00:00+05:00' } }],
    ['null where it may be', 'query ($id: ID!) { auditLog(id: $id) { id } auditLogFilterOptions(field: USER) { name kind } }', { id: 'nothing' }],
  ])('An answer is the same the first time and prepared: %s', async (_, query, variables) => {
    expect((await alike(key, query, variables)).errors).toEqual([]);
  });

  test.each([
    ['the resolver’s own refusal, which takes everything', '{ a: auditLogs(first: 500) { tailCursor } b: auditLog(id: "x") { id } }', {}, 'BAD_USER_INPUT'],
    ['a cursor that is none', 'query ($after: String) { auditLogs(after: $after) { tailCursor } }', { after: 'nonsense' }, 'BAD_USER_INPUT'],
  ])('A refusal is the same the first time and prepared: %s', async (_, query, variables, code) => {
    expect(await alike(key, query, variables)).toMatchObject({ status: 200, data: null, errors: [{ path: [expect.any(String)], extensions: { code } }] });
  });

  test.each([
    ['a text for a number', 'query ($first: Int) { auditLogs(first: $first) { tailCursor } }', { first: 'many' }],
    ['a field that there is not', 'query ($filter: AuditLogFilterInput) { auditLogs(filter: $filter) { tailCursor } }', { filter: { nothing: 1 } }],
    ['nothing where something must be', 'query ($id: ID!) { auditLog(id: $id) { id } }', {}],
    ['a time that is none', 'query ($filter: AuditLogFilterInput) { auditLogs(filter: $filter) { edges { cursor } } }', { filter: { to: '2026-02-30' } }],
  ])('Variables that do not fit are BAD_USER_INPUT, however often they come: %s', async (_, query, variables) => {
    const { data, errors } = await alike(key, query, variables, false);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('A variable of a directive counts each time', async () => {
    const query = 'query ($yes: Boolean!) { auditLogs(first: 1) { edges { cursor @include(if: $yes) node { id @skip(if: $yes) } } } }';
    for (const yes of [true, false, true]) {
      const { data } = await alike(key, query, { yes }, false);
      expect(JSON.stringify(data).includes('cursor')).toBe(yes);
    }
  });

  test('Of several operations the one that was named is carried out', async () => {
    const query = 'query A { auditLogs(first: 1) { edges { node { id } } } } query B { auditLogs(first: 1) { edges { node { time } } } }';
    for (const operationName of ['A', 'B', 'A', 'B']) {
      const { data } = await key.post(JSON.stringify({ query, operationName }), { 'content-type': 'application/json' });
      expect(JSON.stringify(data)).toContain(operationName === 'A' ? '"id"' : '"time"');
    }
  });

  test('Who may not is refused also what was prepared for others', async () => {
    const query = '{ auditLogs(first: 2) { edges { node { id } } } }';
    await alike(key, query);
    const readOnly = await product.member('reader@northwind.example', 'READ_ONLY');
    for (const [client, code] of [[product.client(), 'UNAUTHENTICATED'], [readOnly, 'FORBIDDEN']] as const) {
      const { data, errors } = await client.ask(query);
      expect([data, errors]).toMatchObject([null, [{ path: ['auditLogs'], extensions: { code } }]]);
    }
  });

  test('What nobody expected is masked, at its place, and leaves the rest', async () => {
    vi.spyOn(product.services.query, 'entry').mockRejectedValue(new Error('relation "secret" does not exist'));
    const { data, errors } = await alike(key, '{ one: auditLog(id: "x") { id } auditLogs(first: 1) { edges { node { id } } } }');
    expect(data).toMatchObject({ one: null, auditLogs: { edges: [{}] } });
    expect(errors).toMatchObject([{ path: ['one'], extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'one-request-of-a-test' } }]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });

  test('A missing value takes with it what cannot be without, from within lists too, and the resolver is not asked twice', async () => {
    const sound = await product.services.query.page(1, {}, { first: 3 });
    const broken = structuredClone(sound);
    Object.assign(broken.edges[1]!.node, { project: { id: 'p', name: null } });
    Object.assign(broken.edges[2]!.node, { source: { ip: null, userAgent: null, via: null } });
    const page = vi.spyOn(product.services.query, 'page').mockResolvedValue(broken);
    const { data, errors } = await alike(key, '{ auditLogs { edges { node { project { id name } source { via } } } } }');
    expect(page).toHaveBeenCalledTimes(4);
    expect(data).toMatchObject({ auditLogs: { edges: [{}, { node: { project: null } }, { node: { source: null } }] } });
    expect(errors.map(({ path }) => path?.join('.')).toSorted()).toEqual(['auditLogs.edges.1.node.project.name', 'auditLogs.edges.2.node.source.via']);
  });
});
