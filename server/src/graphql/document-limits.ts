import { GraphQLError, Kind } from 'graphql';
import type { ASTVisitor, FragmentDefinitionNode, OperationDefinitionNode, SelectionSetNode, ValidationContext } from 'graphql';
import { ProductError } from '../errors.js';
import { MAX_ALIASES, MAX_DEPTH, MAX_DIRECTIVES, MAX_FIELDS } from './limits.js';

/** What a selection amounts to with its fragments written out in their places. */
interface Extent {
  depth: number;
  fields: number;
  aliases: number;
}

/** Counts are not carried on beyond this: fragments within fragments double without end. */
const ENOUGH = 1_000_000;

/**
 * A rule for graphql-js' `validate`: refuses documents that nest too deep or ask for too much, BAD_USER_INPUT. Each
 * fragment is measured once, however often and through whatever others it is spread, so the measuring takes as long
 * as the document is. (The rules of graphql-armor throw out of `validate`, which Apollo answers as an error of the
 * server, and call what they refuse a syntax error.)
 */
export function documentLimits(context: ValidationContext): ASTVisitor {
  let directives = 0;
  return {
    Document: {
      enter: ({ definitions }) => {
        const measure = measurer(context);
        for (const definition of definitions) {
          if (definition.kind === Kind.OPERATION_DEFINITION) refuseExcess(context, definition, measure(definition.selectionSet));
        }
      },
      leave: () => {
        if (directives > MAX_DIRECTIVES) {
          context.reportError(excess(`The document has ${directives} directives, the limit is ${MAX_DIRECTIVES}. Put one on a fragment instead of on each of its fields.`));
        }
      },
    },
    Directive: () => void (directives += 1),
  };
}

/** An error that says which limit was passed, by how much, and what to do. */
export function excess(message: string, node?: OperationDefinitionNode): GraphQLError {
  const originalError = new ProductError('BAD_USER_INPUT', message);
  // The status is for Apollo, which takes it out.
  return new GraphQLError(message, { nodes: node ?? null, originalError, extensions: { http: { status: 400 } } });
}

function refuseExcess(context: ValidationContext, operation: OperationDefinitionNode, { depth, fields, aliases }: Extent): void {
  if (depth > MAX_DEPTH) {
    context.reportError(excess(`The operation nests its fields ${depth} deep, the limit is ${MAX_DEPTH}. Ask for what lies deeper in an operation of its own.`, operation));
  }
  if (fields > MAX_FIELDS) {
    const sent = fields >= ENOUGH ? `${ENOUGH} fields or more` : `${fields} fields`;
    context.reportError(excess(`The operation has ${sent} with its fragments written out, the limit is ${MAX_FIELDS}. Ask in several requests.`, operation));
  }
  if (aliases > MAX_ALIASES) {
    const sent = aliases >= ENOUGH ? `${ENOUGH} aliases or more` : `${aliases} aliases`;
    context.reportError(excess(`The operation has ${sent}, the limit is ${MAX_ALIASES}. Ask in several requests, or by a filter or list that takes many values.`, operation));
  }
}

function measurer(context: ValidationContext): (selection: SelectionSetNode) => Extent {
  const known = new Map<string, Extent>();

  function ofFragment(name: string): Extent {
    const measured = known.get(name);
    if (measured) return measured;
    const nothing = { depth: 0, fields: 0, aliases: 0 };
    // A fragment within itself, or none of that name: graphql-js' own rules refuse both.
    known.set(name, nothing);
    const fragment: FragmentDefinitionNode | null | undefined = context.getFragment(name);
    if (!fragment) return nothing;
    const extent = ofSelection(fragment.selectionSet);
    known.set(name, extent);
    return extent;
  }

  function ofSelection({ selections }: SelectionSetNode): Extent {
    const total = { depth: 0, fields: 0, aliases: 0 };
    for (const selection of selections) {
      const isField = selection.kind === Kind.FIELD;
      const within =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.selectionSet
            ? ofSelection(selection.selectionSet)
            : null;
      total.depth = Math.max(total.depth, (within?.depth ?? 0) + (isField ? 1 : 0));
      total.fields = Math.min(ENOUGH, total.fields + (within?.fields ?? 0) + (isField ? 1 : 0));
      total.aliases = Math.min(ENOUGH, total.aliases + (within?.aliases ?? 0) + (isField && selection.alias ? 1 : 0));
    }
    return total;
  }

  return ofSelection;
}
