import { readFile } from 'node:fs/promises';
import { getNamedType, isInputObjectType } from 'graphql';
import type { GraphQLInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { buildProductSchema, printProductSchema } from './schema.js';

test('schema.graphql is what the resolvers say', async () => {
  const committed = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(committed).toBe(await printProductSchema());
});

test('No input type contains itself, which would hang a compiled query', async () => {
  const schema = await buildProductSchema();
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  const contains = (type: GraphQLInputObjectType, seen: readonly string[]): boolean =>
    seen.includes(type.name) ||
    Object.values(type.getFields())
      .map((field) => getNamedType(field.type))
      .filter(isInputObjectType)
      .some((inner) => contains(inner, [...seen, type.name]));

  expect(inputs.length).toBeGreaterThan(0);
  expect(inputs.filter((type) => contains(type, [])).map(({ name }) => name)).toEqual([]);
});
