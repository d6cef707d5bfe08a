import { getNamedType, getNullableType, isCompositeType, isInterfaceType, isIntrospectionType, isListType, isObjectType, Kind, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import type { DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLCompositeType, GraphQLError, GraphQLField, GraphQLSchema, OperationDefinitionNode, SelectionSetNode, ValueNode } from 'graphql';
import { MOST_EDGES } from '../query/page.js';
import { excess } from './document-limits.js';
import { MAX_COMPLEXITY } from './limits.js';

/** What a page holds when nobody says: every connection of the schema gives as much. */
const USUAL_PAGE = 50;
/** What a list without a page size is taken to hold. */
const USUAL_LIST = 5;

/** What a list of introspection holds, on average of this schema and rounded up; `__schema { types }` holds all types. */
const INTROSPECTED_FIELDS = 4;
const INTROSPECTED_LIST = 1;

type Variables = Readonly<Record<string, unknown>>;

/** What an operation was found to ask for, and the values of the variables that its sizes depend on. */
interface Measured {
  readonly complexity: number;
  readonly sizes: ReadonlyMap<string, unknown>;
}

/** Of documents that are kept, the last: one asks for pages of one size. */
const measured = new WeakMap<OperationDefinitionNode, Measured>();

/**
 * How many values the answer may hold: each field counts 1, and what lies in a page counts as often as `first` or
 * `last` says (50 when neither does, at most 200), in any other list five times; those of introspection as often as
 * the schema has them. `@skip` and `@include` are not looked at. Each
 * fragment is gone through once. (graphql-query-complexity goes through it as often as it is spread, adds up all
 * operations of the document, and fails on an operation without a name when `operationName` is sent.)
 * @param variables as they were sent, not yet coerced
 */
export function complexityOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): number {
  const sizes = new Map<string, unknown>();
  const last = measured.get(operation);
  if (last && [...last.sizes].every(([name, value]) => sent(name) === value)) return last.complexity;

  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const defaults = new Map(operation.variableDefinitions?.map(({ variable, defaultValue }) => [variable.name.value, defaultValue]));
  const known = new Map<string, number>();

  function ofSelection({ selections }: SelectionSetNode, parent: GraphQLCompositeType): number {
    let sum = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) sum += ofField(selection, parent);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) sum += ofFragment(selection.name.value);
      else sum += ofSelection(selection.selectionSet, typeNamed(selection.typeCondition?.name.value) ?? parent);
    }
    return sum;
  }

  function ofFragment(name: string): number {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    const fragment = fragments.get(name);
    const type = typeNamed(fragment?.typeCondition.name.value);
    const sum = fragment && type ? ofSelection(fragment.selectionSet, type) : 0;
    known.set(name, sum);
    return sum;
  }

  function ofField(node: FieldNode, parent: GraphQLCompositeType): number {
    const field = fieldNamed(node.name.value, parent);
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !field || !isCompositeType(type)) return 1;
    return 1 + sizeOf(node, field, parent) * ofSelection(node.selectionSet, type);
  }

  function sizeOf(node: FieldNode, field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType): number {
    if (isIntrospectionType(parent)) return introspected(field);
    if (field.args.some(({ name }) => name === 'first')) {
      const sizes = ['first', 'last'].map((name) => integer(node.arguments?.find((argument) => argument.name.value === name)?.value));
      const given = sizes.filter((size) => size !== null);
      // What is out of bounds the resolver refuses, by name. A negative one must not pay for the rest.
      return Math.min(MOST_EDGES, Math.max(1, ...(given.length > 0 ? given : [USUAL_PAGE])));
    }
    // The edges of a connection have been counted with their page.
    return isListType(getNullableType(field.type)) && field.name !== 'edges' ? USUAL_LIST : 1;
  }

  function introspected({ name, type }: GraphQLField<unknown, unknown>): number {
    if (name === 'types') return Object.keys(schema.getTypeMap()).length;
    if (name === 'fields') return INTROSPECTED_FIELDS;
    return isListType(getNullableType(type)) ? INTROSPECTED_LIST : 1;
  }

  function integer(value: ValueNode | undefined): number | null {
    if (value?.kind === Kind.INT) return Number(value.value);
    if (value?.kind !== Kind.VARIABLE) return null;
    const size = sent(value.name.value);
    sizes.set(value.name.value, size);
    if (size === undefined) return integer(defaults.get(value.name.value));
    return typeof size === 'number' ? size : null;
  }

  function sent(name: string): unknown {
    return Object.hasOwn(variables, name) ? variables[name] : undefined;
  }

  function typeNamed(name: string | undefined): GraphQLCompositeType | null {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : null;
  }

  const root = schema.getRootType(operation.operation);
  const complexity = root ? ofSelection(operation.selectionSet, root) : 0;
  measured.set(operation, { complexity, sizes });
  return complexity;
}

/** What refuses an operation that asks for more than `MAX_COMPLEXITY`; null for the others. */
export function complexityError(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables | null | undefined): GraphQLError | null {
  const complexity = complexityOf(schema, document, operation, variables ?? {});
  if (complexity <= MAX_COMPLEXITY) return null;
  return excess(
    `The operation asks for up to ${complexity} values (its fields times the sizes of its pages), the limit is ${MAX_COMPLEXITY}. ` +
      'Ask for fewer at once: a smaller `first`, fewer fields, or several requests.',
    operation,
  );
}

function fieldNamed(name: string, parent: GraphQLCompositeType): GraphQLField<unknown, unknown> | null {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return (isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : null) ?? null;
}
