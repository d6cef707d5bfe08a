import { buildSchema, graphql, type GraphQLResolveInfo } from 'graphql';
import { expect, test } from 'vitest';
import { selects } from './selects.js';

const schema = buildSchema(`
  type Query { page: Page }
  type Page { edges: [Edge!]! sequence: Int }
  type Edge { node: Entry! sequence: Int }
  type Entry { id: ID sequence: Int }`);

async function asked(source: string): Promise<boolean | undefined> {
  let answer: boolean | undefined;
  const page = (_args: unknown, _context: unknown, info: GraphQLResolveInfo): null => {
    answer = selects(info, 'edges', 'node', 'sequence');
    return null;
  };
  const { errors } = await graphql({ schema, source, rootValue: { page } });
  expect(errors).toBeUndefined();
  return answer;
}

test.each([
  '{ page { edges { node { id sequence } } } }',
  '{ page { all: edges { one: node { number: sequence } } } }',
  '{ page { edges { node { id } } } page { edges { ... on Edge { node { ...number } } } } } fragment number on Entry { id sequence }',
])('a field is asked for wherever it stands: %s', async (source) => {
  expect(await asked(source)).toBe(true);
});

test.each([
  '{ page { edges { node { id } } } }',
  '{ page { sequence edges { sequence node { sequence: id } } } }',
  '{ page { edges { node { ...other } } } } fragment other on Entry { id }',
])('another of its name, elsewhere, is not it: %s', async (source) => {
  expect(await asked(source)).toBe(false);
});

test('fragments that spread each other twice, forty deep, are gone through once', async () => {
  const fragments = Array.from({ length: 40 }, (_, depth) => `fragment f${depth} on Entry { ...f${depth + 1} id ...f${depth + 1} }`);
  expect(await asked(`{ page { edges { node { ...f0 } } } } ${fragments.join(' ')} fragment f40 on Entry { id }`)).toBe(false);
});
