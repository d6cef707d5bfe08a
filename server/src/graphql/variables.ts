import { getVariableValues, GraphQLError } from 'graphql';
import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { ProductError } from '../errors.js';
import { withoutValues } from '../request-fault.js';
import { MAX_VARIABLE_ERRORS } from './limits.js';

/**
 * What is wrong with the variables of an operation, BAD_USER_INPUT; empty where nothing is. Asked before graphql-js
 * finds out by itself, since there it goes on to 50 errors, each of which prints the value it is about.
 */
export function variableErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): readonly GraphQLError[] {
  const variableDefinitions = operation?.variableDefinitions ?? [];
  const { errors = [] } = getVariableValues(schema, variableDefinitions, { ...variables }, { maxErrors: MAX_VARIABLE_ERRORS });
  return errors.map((error) => {
    const message = withoutValues(error);
    return new GraphQLError(message, { nodes: error.nodes ?? null, originalError: new ProductError('BAD_USER_INPUT', message) });
  });
}
