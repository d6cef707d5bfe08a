import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getIntrospectionQuery, parse, validate } from 'graphql';
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, startProduct } from '../testing/product.js';
import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';
import { complexityOf } from './complexity.js';
import { documentLimits } from './document-limits.js';
import { MAX_ALIASES, MAX_COMPLEXITY, MAX_DEPTH, MAX_DIRECTIVES, MAX_FIELDS, MAX_TOKENS } from './limits.js';
import { buildProductSchema } from './schema.js';

const clientSources = fileURLToPath(new URL('../../../client/src', import.meta.url));
const introspection = getIntrospectionQuery({
  descriptions: true,
  specifiedByUrl: true,
  directiveIsRepeatable: true,
  schemaDescription: true,
  inputValueDeprecation: true,
  oneOf: true,
});

const many = (count: number, part: (n: number) => string) => Array.from({ length: count }, (_, n) => part(n)).join(' ');
const nested = (depth: number) => `{ __schema { types { ${'ofType { '.repeat(depth - 3)} name ${'} '.repeat(depth - 3)} } } }`;
/** Doubled by each of its fragments. */
const bomb = (levels: number) =>
  `{ ...f0 } ${many(levels, (n) => `fragment f${n} on Query { ${n + 1 < levels ? `...f${n + 1} ... { ...f${n + 1} }` : '__typename'} }`)}`;
const entryFields = 'cursor node { id time recordedAt eventType action user { id kind name } entity { id name } details { field old new redacted } sequence }';
const pages = (count: number) => `{ ${many(count, (n) => `a${n}: auditLogs(first: 200) { edges { ${entryFields} } }`)} }`;

let product: TestProduct;
let client: TestClient;
beforeAll(async () => {
  product = await startProduct();
  client = product.client({ authorization: `Bearer ${ADMIN_KEY}` });
});
afterAll(() => product[Symbol.asyncDispose]());

const refused: [what: string, document: string, code: string, message: string][] = [
  ['more tokens', `{ ${'__typename '.repeat(MAX_TOKENS)} }`, 'GRAPHQL_PARSE_FAILED', `more that ${MAX_TOKENS} tokens`],
  ['a greater depth', nested(MAX_DEPTH + 1), 'BAD_USER_INPUT', `nests its fields ${MAX_DEPTH + 1} deep, the limit is ${MAX_DEPTH}. Ask`],
  ['more fields', `{ ${'__typename '.repeat(MAX_FIELDS + 1)} }`, 'BAD_USER_INPUT', `has ${MAX_FIELDS + 1} fields with its fragments written out, the limit is ${MAX_FIELDS}. Ask`],
  ['more aliases', `{ ${many(MAX_ALIASES + 1, (n) => `a${n}: __typename`)} }`, 'BAD_USER_INPUT', `has ${MAX_ALIASES + 1} aliases, the limit is ${MAX_ALIASES}. Ask`],
  [
    'more aliases by way of fragments',
    `{ ...f viewer { role } } fragment f on Query { ...g ...h } fragment g on Query { ${many(20, (n) => `a${n}: __typename`)} } fragment h on Query { ${many(20, (n) => `b${n}: __typename`)} }`,
    'BAD_USER_INPUT',
    `has 40 aliases, the limit is ${MAX_ALIASES}. Ask`,
  ],
  ['more directives', `{ ${many(MAX_DIRECTIVES + 1, () => '__typename @skip(if: false)')} }`, 'BAD_USER_INPUT', `has ${MAX_DIRECTIVES + 1} directives, the limit is ${MAX_DIRECTIVES}. Put`],
  ['a greater complexity', pages(10), 'BAD_USER_INPUT', `the limit is ${MAX_COMPLEXITY}. Ask for fewer at once: a smaller \`first\``],
  [
    'a greater complexity by introspection, which strangers may ask for',
    `{ ${many(10, (n) => `a${n}: __schema { types { name description fields { name description isDeprecated args { name description defaultValue } type { name description fields { name description isDeprecated deprecationReason } } } } }`)} }`,
    'BAD_USER_INPUT',
    `the limit is ${MAX_COMPLEXITY}. Ask`,
  ],
  ['a fragment bomb', bomb(40), 'BAD_USER_INPUT', `has 1000000 fields or more with its fragments written out, the limit is ${MAX_FIELDS}. Ask`],
  ['a fragment within itself', 'query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }', 'GRAPHQL_VALIDATION_FAILED', 'Cannot spread fragment "a" within itself'],
  ['introspection within introspection', '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }', 'GRAPHQL_VALIDATION_FAILED', 'Maximum introspection depth exceeded'],
];

describe('A document beyond the limits is refused before it runs, saying the limit, what was sent and what to do', () => {
  test.each(refused)('%s', async (_, document, code, message) => {
    const { errors, data, status } = await client.ask(document, {}, { accept: 'application/graphql-response+json' });
    expect({ status, data, code: errors[0]?.extensions?.code }).toEqual({ status: 400, data: undefined, code });
    expect(errors[0]?.message).toContain(message);
  });

  test.each(refused)('%s, on a socket', async (_, document, code, message) => {
    const errors = await client.refusedOnSocket(document);
    // What does not parse or fit the schema has no code of its own there.
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(message) });
    expect(code).toMatch(/^BAD_USER_INPUT|^GRAPHQL_/);
  });

  test('also where only the variables, or their defaults, make it too much', async () => {
    const aliased = (variable: string) =>
      `query (${variable}) { ${many(10, (n) => `a${n}: auditLogs(first: $n) { edges { ${entryFields} } }`)} }`;
    expect(await client.refusal(aliased('$n: Int'), { n: 200 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await client.refusal(aliased('$n: Int = 200'))).toMatchObject({ code: 'BAD_USER_INPUT' });
    await client.data(aliased('$n: Int = 200'), { n: 5 });
    // A negative size pays for nothing, and what a page cannot hold is refused as such.
    const first = (n: number) => `{ auditLogs(first: ${n}) { edges { ${entryFields} } } }`;
    expect((await client.refusal(first(-1))).message).toContain('must be from 0 to 200');
    expect((await client.refusal(first(2_000_000_000))).message).toContain('must be from 0 to 200');
    expect(await client.refusal(`{ a: auditLogs(first: -2000000000) { tailCursor edges { cursor } } ${pages(9).slice(1)}`)).toMatchObject({
      message: expect.stringContaining(`the limit is ${MAX_COMPLEXITY}`),
    });
  });

  test('and what hides in an operation that is not asked for', async () => {
    const document = `query small { __typename } query large { ...f0 } ${bomb(40).slice('{ ...f0 } '.length)}`;
    const body = JSON.stringify({ query: document, operationName: 'small' });
    const { errors } = await client.post(body, { 'content-type': 'application/json' });
    expect(errors[0]?.message).toContain('1000000 fields or more');
  });
});

test('Requests in batches are refused with a sentence', async () => {
  const body = JSON.stringify([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
  const { status, errors } = await client.post(body, { 'content-type': 'application/json' });
  expect(status).toBe(400);
  expect(errors[0]?.message).toBe('The body is a list of 2: requests are not taken in batches. Send each operation as an object of its own.');
});

test('The introspection of an ordinary GraphiQL and everything the page asks stay well within the limits', async () => {
  await client.data(introspection);
  const sources = readdirSync(clientSources, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.graphql'))
    .map((path) => readFileSync(join(clientSources, path), 'utf8'));
  expect(sources.length).toBeGreaterThan(3);
  const fragments = parse(sources.join('\n')).definitions.filter((definition) => definition.kind === 'FragmentDefinition');
  const operations = parse(sources.join('\n')).definitions.filter((definition) => definition.kind === 'OperationDefinition');
  const schema = await buildProductSchema();
  for (const operation of operations) {
    const document = { kind: 'Document', definitions: [operation, ...fragments] } as ReturnType<typeof parse>;
    expect(validate(schema, document, [documentLimits])).toEqual([]);
    expect(complexityOf(schema, document, operation, { first: 200 }), operation.name?.value).toBeLessThan(MAX_COMPLEXITY / 2);
  }
  expect(complexityOf(schema, parse(introspection), parse(introspection).definitions[0] as never, {})).toBeLessThan(MAX_COMPLEXITY * 0.75);
});
