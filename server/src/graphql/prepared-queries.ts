import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { PreparedQuery } from './prepared-query.js';

/** How many are kept: what people and programs really ask is some dozens of documents. One of 500 fields has some 100 kB. */
export const MAX_PREPARED = 200;

/**
 * Queries that were prepared because they were asked again. A document that comes once costs what it did: whoever sends
 * ever new ones makes nothing here grow. The documents themselves are kept by Apollo, by their hash and bounded too, and
 * hold their operation as one object for as long as they are.
 */
export class PreparedQueries {
  /** In the order of their last use. */
  readonly #prepared = new Map<OperationDefinitionNode, PreparedQuery>();
  readonly #seen = new WeakMap<OperationDefinitionNode, 'once' | 'unfit'>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly limit = MAX_PREPARED,
  ) {}

  /** How many are kept now. */
  get size(): number {
    return this.#prepared.size;
  }

  /**
   * Of an operation in a document that was validated.
   * @returns null where graphql-js has to carry it out: the first time, and always where it cannot be prepared
   */
  of(document: DocumentNode, operation: OperationDefinitionNode): PreparedQuery | null {
    const known = this.#prepared.get(operation);
    if (known) {
      this.#prepared.delete(operation);
      this.#prepared.set(operation, known);
      return known;
    }
    const seen = this.#seen.get(operation);
    if (seen === 'unfit') return null;
    if (seen === undefined) {
      this.#seen.set(operation, 'once');
      return null;
    }
    const prepared = PreparedQuery.of(this.schema, document, operation);
    if (!prepared) {
      this.#seen.set(operation, 'unfit');
      return null;
    }
    if (this.#prepared.size >= this.limit) for (const oldest of this.#prepared.keys()) if (this.#prepared.delete(oldest)) break;
    this.#prepared.set(operation, prepared);
    return prepared;
  }
}
