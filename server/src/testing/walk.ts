/** Makes requests out of a schema: every field with every argument it takes, from one provider for each. */
import { getNamedType, getNullableType, isInputObjectType, isLeafType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLInputField, GraphQLInputType, GraphQLOutputType, GraphQLSchema } from 'graphql';
import type { Kind } from './walk-fixture.js';

/** How an argument, or a field of an input, gets its value. */
export interface Provider {
  /** It names something of an organization. */
  readonly kind?: Kind;
  /** Any valid value: what it is does not reach beyond the request. */
  readonly value?: unknown;
  /** Only used where it is what is tried: it does not go with the others. */
  readonly alone?: boolean;
}
export type Providers = Readonly<Record<string, Provider>>;

/** A field of Query, Mutation or Subscription. */
export interface RootField {
  /** Such as "Query.testCase". */
  readonly name: string;
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly field: GraphQLField<unknown, unknown>;
}

export function rootFields(schema: GraphQLSchema): RootField[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, type]) =>
    Object.values(type?.getFields() ?? {}).map((field) => ({ name: `${type?.name}.${field.name}`, operation, field })),
  );
}

/** Every argument and field of an input that needs a provider, such as "Query.testCase.id"; inputs stand for their fields. */
export function coordinates(schema: GraphQLSchema): string[] {
  const args = rootFields(schema).flatMap(({ name, field }) => field.args.map((arg) => [`${name}.${arg.name}`, arg.type] as const));
  const inputs = Object.values(schema.getTypeMap())
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.type] as const));
  const nested = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !type.name.startsWith('__') && !rootTypeNames(schema).includes(type.name))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => field.args.map((arg) => [`${type.name}.${field.name}.${arg.name}`, arg.type] as const)),
    );
  return [...args, ...inputs, ...nested].filter(([, type]) => !isInputObjectType(getNamedType(type))).map(([name]) => name);
}

function rootTypeNames(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => type?.name ?? []);
}

/** A place in a request where something of an organization is named: the arguments that lead to it. */
export interface Place {
  readonly path: readonly string[];
  readonly kind: Kind;
}

/** Everywhere in a field's arguments where something is named. */
export function places({ name, field }: RootField, providers: Providers): Place[] {
  return field.args.flatMap((arg) => placesWithin(`${name}.${arg.name}`, arg.type, providers));
}

function placesWithin(coordinate: string, type: GraphQLInputType, providers: Providers): Place[] {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.values(named.getFields()).flatMap((field) =>
      placesWithin(`${named.name}.${field.name}`, field.type, providers).map(({ path, kind }) => ({ path: [coordinate, ...path], kind })),
    );
  }
  const kind = providers[coordinate]?.kind;
  return kind === undefined ? [] : [{ path: [coordinate], kind }];
}

export interface Choice {
  readonly ids: Readonly<Record<Kind, string>>;
  readonly providers: Providers;
  /** Every argument, or only those that must be there. */
  readonly all: boolean;
  /** Another value in one place. */
  readonly instead?: { readonly path: readonly string[]; readonly value: string };
}

/** The field's request with values from the providers. */
export function requestFor({ name, operation, field }: RootField, choice: Choice): { query: string; variables: Record<string, unknown> } {
  const given = field.args
    .map((arg) => [arg, valueOf(`${name}.${arg.name}`, arg, choice, choice.instead?.path ?? [])] as const)
    .filter(([, value]) => value !== undefined);
  const declared = given.map(([arg]) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = given.map(([arg]) => `${arg.name}: $${arg.name}`).join(', ');
  const head = declared === '' ? operation : `${operation} (${declared})`;
  const call = passed === '' ? field.name : `${field.name}(${passed})`;
  return {
    query: `${head} { ${call} ${selectionOf(field.type)} }`,
    variables: Object.fromEntries(given.map(([arg, value]) => [arg.name, value])),
  };
}

function valueOf(coordinate: string, input: GraphQLArgument | GraphQLInputField, choice: Choice, path: readonly string[]): unknown {
  const [here, ...rest] = path;
  const isTried = here === coordinate;
  const type = getNullableType(input.type);
  const named = getNamedType(type);
  const required = isNonNullType(input.type) && input.defaultValue === undefined;
  if (isInputObjectType(named)) {
    if (!choice.all && !required && !isTried) return undefined;
    const fields = Object.values(named.getFields())
      .map((field) => [field.name, valueOf(`${named.name}.${field.name}`, field, choice, isTried ? rest : [])] as const)
      .filter(([, value]) => value !== undefined);
    const value = Object.fromEntries(fields);
    return isListType(type) ? [value] : value;
  }
  if (isTried && choice.instead !== undefined) return isListType(type) ? [choice.instead.value] : choice.instead.value;
  const provider = choice.providers[coordinate];
  if (provider === undefined) throw new Error(`there is no provider for ${coordinate}`);
  if (!required && (!choice.all || provider.alone === true)) return undefined;
  if (provider.kind === undefined) return provider.value;
  const value = choice.ids[provider.kind];
  return isListType(type) ? [value] : value;
}

/** All that can be read, without arguments; empty for a scalar. */
function selectionOf(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields())
    .filter((field) => !field.args.some((arg) => isNonNullType(arg.type) && arg.defaultValue === undefined))
    .filter((field) => isLeafType(getNamedType(field.type)) || depth < 5)
    .map((field) => `${field.name} ${selectionOf(field.type, depth + 1)}`.trim());
  return `{ ${fields.join(' ')} }`;
}
