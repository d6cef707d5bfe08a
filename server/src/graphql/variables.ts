import { getVariableValues, GraphQLError } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { ProductError } from '../errors.js';
import { withoutValues } from '../request-fault.js';
import { MAX_VARIABLE_ERRORS } from './limits.js';

type Values = Readonly<Record<string, unknown>>;

/** Either is there: what the variables became, or what is wrong with them. */
export type Coerced = { readonly values: Values; readonly errors?: never } | { readonly values?: never; readonly errors: readonly GraphQLError[] };

/**
 * The variables of an operation by their types, defaults filled in, or why they do not fit, BAD_USER_INPUT. Asked before
 * graphql-js finds out by itself, since there it goes on to 50 errors, each of which prints the value it is about.
 */
export function coerceVariables(schema: GraphQLSchema, operation: OperationDefinitionNode | null | undefined, variables: Values | null | undefined): Coerced {
  const { errors, coerced } = getVariableValues(schema, operation?.variableDefinitions ?? [], variables ?? {}, { maxErrors: MAX_VARIABLE_ERRORS });
  if (!errors) return { values: coerced };
  return {
    errors: errors.map((error) => {
      const message = withoutValues(error);
      return new GraphQLError(message, { nodes: error.nodes ?? null, originalError: new ProductError('BAD_USER_INPUT', message) });
    }),
  };
}
