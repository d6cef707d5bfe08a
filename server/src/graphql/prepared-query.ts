import { execute, getArgumentValues, GraphQLObjectType, GraphQLSchema, Kind, OperationTypeNode } from 'graphql';
import type { DocumentNode, ExecutionResult, FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLResolveInfo, OperationDefinitionNode } from 'graphql';
import { completionOf, fieldsOf, Unfit } from './completion.js';
import type { Complete } from './completion.js';

interface RootField {
  readonly key: string;
  readonly nodes: readonly FieldNode[];
  readonly field: GraphQLField<unknown, unknown>;
  readonly complete: Complete;
}

type Values = Readonly<Record<string, unknown>>;
type Outcome = PromiseSettledResult<unknown>;
/** By the names under which the root fields are answered. */
type RootValue = ReadonlyMap<string, Outcome | undefined>;

/**
 * A query whose way through the schema was worked out once: its root fields have resolvers, and below them lie properties.
 * graphql-js asks for each field of each of fifty entries what it is, anew in every answer; that was two thirds of a
 * page's time. It still says what is an error: where a resolver throws or a value is not as it should be, it completes
 * what the resolvers gave, and none of them is called twice.
 */
export class PreparedQuery {
  private constructor(
    private readonly schema: GraphQLSchema,
    private readonly document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
    private readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>,
    private readonly parentType: GraphQLObjectType,
    private readonly roots: readonly RootField[],
  ) {}

  /**
   * @param document which the schema validated
   * @returns null for an operation that graphql-js has to carry out: no query, several operations in the document,
   * directives, introspection, interfaces and unions, resolvers below the root
   */
  static of(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): PreparedQuery | null {
    const parentType = schema.getQueryType();
    if (!parentType || operation.operation !== OperationTypeNode.QUERY || operation.directives?.length) return null;
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      else if (definition !== operation) return null;
    }
    try {
      const roots = [...fieldsOf(parentType, [operation.selectionSet], fragments)].map(([key, nodes]): RootField => {
        const field = parentType.getFields()[nodes[0]?.name.value ?? ''];
        if (!field?.resolve) throw new Unfit();
        return { key, nodes, field, complete: completionOf(field.type, nodes, fragments) };
      });
      return new PreparedQuery(schema, document, operation, Object.fromEntries(fragments), parentType, roots);
    } catch (error) {
      if (error instanceof Unfit) return null;
      throw error;
    }
  }

  /**
   * @param sent the variables as they came
   * @param coerced the same by `coerceVariables`, which found nothing wrong
   */
  async execute(contextValue: unknown, sent: Values, coerced: Values): Promise<ExecutionResult> {
    // All begin before the first is waited for, as graphql-js does it.
    const outcomes = await Promise.allSettled(this.roots.map((root) => this.#resolve(root, contextValue, coerced)));
    return this.#complete(outcomes) ?? this.#explain(outcomes, contextValue, sent);
  }

  async #resolve({ key, nodes, field }: RootField, contextValue: unknown, coerced: Values): Promise<unknown> {
    const args = getArgumentValues(field, nodes[0] as FieldNode, coerced);
    const info: GraphQLResolveInfo = {
      fieldName: field.name,
      fieldNodes: nodes,
      returnType: field.type,
      parentType: this.parentType,
      path: { prev: undefined, key, typename: this.parentType.name },
      schema: this.schema,
      fragments: this.fragments,
      rootValue: undefined,
      operation: this.operation,
      variableValues: coerced,
    };
    return field.resolve?.(undefined, args, contextValue, info);
  }

  /** Null where anything is not as it should be. */
  #complete(outcomes: readonly Outcome[]): ExecutionResult | null {
    const data: Record<string, unknown> = {};
    try {
      for (const [index, { key, complete }] of this.roots.entries()) {
        const outcome = outcomes[index];
        if (outcome?.status !== 'fulfilled') return null;
        data[key] = complete(outcome.value);
      }
    } catch {
      return null;
    }
    return { data };
  }

  /** graphql-js completes what came of the resolvers, with its own words, places and nulls for what is wrong. */
  async #explain(outcomes: readonly Outcome[], contextValue: unknown, sent: Values): Promise<ExecutionResult> {
    const rootValue: RootValue = new Map(this.roots.map(({ key }, index) => [key, outcomes[index]]));
    return execute({ schema: completingSchema(this.schema), document: this.document, rootValue, contextValue, variableValues: sent });
  }
}

const completingSchemas = new WeakMap<GraphQLSchema, GraphQLSchema>();

/** The schema with a query type that takes what its resolvers gave from the root value. */
function completingSchema(schema: GraphQLSchema): GraphQLSchema {
  const known = completingSchemas.get(schema);
  if (known) return known;
  const config = schema.toConfig();
  const query = config.query?.toConfig();
  if (!query) throw new Error('the schema has no query type');
  const fields = Object.fromEntries(Object.entries(query.fields).map(([name, field]) => [name, { ...field, resolve: outcomeOf }]));
  const made = new GraphQLSchema({
    query: new GraphQLObjectType({ ...query, fields }),
    types: config.types.filter((type) => type !== config.query),
    directives: config.directives,
    assumeValid: true,
  });
  completingSchemas.set(schema, made);
  return made;
}

function outcomeOf(rootValue: unknown, _args: unknown, _context: unknown, { path }: GraphQLResolveInfo): unknown {
  const outcome = (rootValue as RootValue).get(String(path.key));
  if (outcome?.status === 'rejected') throw outcome.reason;
  return outcome?.value;
}
