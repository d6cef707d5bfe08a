import { getNullableType, isLeafType, isListType, isNonNullType, isObjectType, isSpecifiedScalarType, Kind, TypeNameMetaFieldDef } from 'graphql';
import type { FieldNode, FragmentDefinitionNode, GraphQLLeafType, GraphQLObjectType, GraphQLOutputType, SelectionSetNode } from 'graphql';

/** Makes of what a resolver returned what is answered. Throws where anything is unusual, for graphql-js to say what it is. */
export type Complete = (value: unknown) => unknown;

/** A selection in which something lies that this file does not do, and graphql-js does. */
export class Unfit extends Error {}

/** A value that is no plain one: it may be an error, a promise, a missing one, a function to be called. */
class Unusual extends Error {}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/**
 * The fields of a selection by the names under which they are answered, with the fragments written out in their places
 * (CollectFields, https://spec.graphql.org/October2021/#CollectFields()).
 * @throws Unfit for directives, fragments on other types, and a name that would change an object in place of being in it
 */
export function fieldsOf(type: GraphQLObjectType, selections: readonly SelectionSetNode[], fragments: Fragments): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  const collect = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      if (selection.directives !== undefined && selection.directives.length > 0) throw new Unfit();
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        if (name === '__proto__') throw new Unfit();
        const known = fields.get(name);
        if (known) known.push(selection);
        else fields.set(name, [selection]);
        continue;
      }
      let condition = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition : undefined;
      let within = selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : undefined;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        condition = fragment?.typeCondition;
        within = fragment?.selectionSet;
      }
      if (within === undefined || (condition !== undefined && condition.name.value !== type.name)) throw new Unfit();
      collect(within);
    }
  };
  selections.forEach(collect);
  return fields;
}

/**
 * What completes the values of a type for the fields that were asked of it (CompleteValue): each property as it is, checked
 * for its type.
 * @throws Unfit where a field has a resolver of its own, and for interfaces and unions
 */
export function completionOf(type: GraphQLOutputType, nodes: readonly FieldNode[], fragments: Fragments): Complete {
  if (!isNonNullType(type)) {
    const complete = presentCompletionOf(type, nodes, fragments);
    return (value) => (value == null ? null : complete(value));
  }
  const complete = presentCompletionOf(type.ofType, nodes, fragments);
  return (value) => {
    if (value == null) throw new Unusual();
    return complete(value);
  };
}

/** The same for values that are there. */
function presentCompletionOf(type: GraphQLOutputType, nodes: readonly FieldNode[], fragments: Fragments): Complete {
  if (isLeafType(type)) return leafCompletionOf(type);
  if (isListType(type)) {
    const complete = completionOf(type.ofType, nodes, fragments);
    return (value) => {
      if (!Array.isArray(value)) throw new Unusual();
      return value.map(complete);
    };
  }
  if (!isObjectType(type) || type.isTypeOf) throw new Unfit();
  return objectCompletionOf(type, nodes, fragments);
}

function objectCompletionOf(type: GraphQLObjectType, nodes: readonly FieldNode[], fragments: Fragments): Complete {
  const selections = nodes.map(({ selectionSet }) => selectionSet).filter((selection) => selection !== undefined);
  const fields = [...fieldsOf(type, selections, fragments)].map(([key, ofKey]) => {
    const [{ name }] = ofKey as [FieldNode];
    // No property has this name: the completion that ignores its value answers.
    if (name.value === TypeNameMetaFieldDef.name) return { key, property: name.value, usual: null, complete: () => type.name };
    const field = type.getFields()[name.value];
    if (!field || field.resolve) throw new Unfit();
    return { key, property: name.value, usual: usualTypeOf(field.type), complete: completionOf(field.type, ofKey, fragments) };
  });
  return (source) => {
    if (typeof source !== 'object' || !isPlain(source)) throw new Unusual();
    const completed: Record<string, unknown> = {};
    for (const { key, property, usual, complete } of fields) {
      const value = (source as Record<string, unknown>)[property];
      // Most fields of a page hold text: the call alone would cost as much as all the rest.
      completed[key] = typeof value === usual ? value : complete(value);
    }
    return completed;
  };
}

/** What the values of these scalars are when they are answered as they are. */
const AS_IS: Readonly<Record<string, string>> = { String: 'string', ID: 'string', Boolean: 'boolean' };

/** What `typeof` says of a value that is answered as it is; null where a type knows more about its values. */
function usualTypeOf(type: GraphQLOutputType): string | null {
  const present = getNullableType(type);
  return isLeafType(present) && isSpecifiedScalarType(present) ? (AS_IS[present.name] ?? null) : null;
}

function leafCompletionOf(type: GraphQLLeafType): Complete {
  return (value) => {
    if (!isPlain(value)) throw new Unusual();
    const serialized: unknown = type.serialize(value);
    // For graphql-js an error, or null, by the type.
    if (serialized == null) throw new Unusual();
    return serialized;
  };
}

function isPlain(value: unknown): boolean {
  if (typeof value === 'function') return false;
  return typeof value !== 'object' || value === null || (!(value instanceof Error) && typeof (value as { then?: unknown }).then !== 'function');
}
