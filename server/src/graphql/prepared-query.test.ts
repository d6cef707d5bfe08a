import fc from 'fast-check';
import { execute, getNamedType, getOperationAST, getNullableType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, parse, validate } from 'graphql';
import type { ExecutionResult, GraphQLInputType, GraphQLObjectType, GraphQLOutputType, GraphQLResolveInfo } from 'graphql';
import { expect, test } from 'vitest';
import { PreparedQuery } from './prepared-query.js';
import { buildProductSchema } from './schema.js';
import { coerceVariables } from './variables.js';

/** Many choices of one seed: fast-check draws the seed, since to draw each choice would take most of the test's time. */
class Choices {
  constructor(private state: number) {}

  /** From 0 to `below` - 1 (mulberry32). */
  number(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  }

  /** True so many times of a thousand. */
  chance(perMille: number): boolean {
    return this.number(1000) < perMille;
  }

  one<T>(values: readonly T[]): T {
    return values[this.number(values.length)] as T;
  }
}

const TEXTS = ['', 'a', '__proto__', 'Käse', '\u0000', '😀', '"', 'constructor', '2026-02-28T00:00:00Z', 'x'.repeat(300)];
const JSONS = [null, 0, -1.5, true, 'text', [], {}, [1, [null]], JSON.parse('{"then": "no function"}')] as const;

/** What a resolver of the test's schema is given, and keeps of how it was called. */
interface Resolvers {
  readonly calls: unknown[];
  answer(key: string, type: GraphQLOutputType): unknown;
}

/** The product's schema, whose questions are answered by whoever asks. */
async function answeringSchema() {
  const schema = await buildProductSchema();
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    field.resolve = (_root, args, { calls, answer }: Resolvers, { path, fieldName }: GraphQLResolveInfo) => {
      calls.push([path.key, fieldName, args]);
      return answer(String(path.key), field.type);
    };
  }
  return schema;
}

const schema = await answeringSchema();
const query = schema.getQueryType() as GraphQLObjectType;

/** A document of everything that a selection may hold, and variables for it. Some do not fit the schema. */
function drawQuestion(choices: Choices): { text: string; variables: Record<string, unknown> } {
  const fragments: string[] = [];
  const byType = new Map<string, string[]>();
  const declared = new Map<string, string | null>();
  const variables: Record<string, unknown> = {};

  function selection(type: GraphQLObjectType, depth: number): string {
    // Most of the schema hangs on fields with resolvers of their own, which are not what is looked at here.
    const fields = Object.values(type.getFields()).filter(({ resolve }) => type === query || !resolve || choices.chance(5));
    const parts = Array.from({ length: 1 + choices.number(5) }, () => {
      const kind = choices.number(20);
      if (kind === 0) return '__typename';
      if (kind === 1) return `... on ${type.name} ${selection(type, depth)}`;
      if (kind === 2) return `... ${selection(type, depth)}`;
      if (kind <= 4) return `...${fragmentOn(type, depth)}`;
      const field = choices.one(fields);
      const named = getNamedType(field.type);
      if (isCompositeType(named) && (depth === 0 || !isObjectType(named))) return '__typename';
      const alias = choices.chance(200) ? choices.one([`the_${field.name}: `, `__${field.name}: `, choices.chance(10) ? '__proto__: ' : '']) : '';
      const args = field.args.map(({ name, type: input }) => argument(field.name, name, input)).filter((text) => text !== null);
      const directive = choices.chance(3) ? choices.one([' @include(if: true)', ' @skip(if: true)']) : '';
      return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${directive}${isObjectType(named) ? ` ${selection(named, depth - 1)}` : ''}`;
    });
    return `{ ${parts.join(' ')} }`;
  }

  function fragmentOn(type: GraphQLObjectType, depth: number): string {
    const known = byType.get(type.name) ?? [];
    if (known.length > 0 && choices.chance(500)) return choices.one(known);
    const within = selection(type, Math.max(depth - 1, 0));
    const name = `Fragment${fragments.length}`;
    fragments.push(`fragment ${name} on ${type.name} ${within}`);
    byType.set(type.name, [...known, name]);
    return name;
  }

  /** The same for one argument all over the document: what is asked twice under a name has to be the same. */
  function argument(field: string, name: string, type: GraphQLInputType): string | null {
    const variable = `${field}_${name}`;
    let text = declared.get(variable);
    if (text === undefined) {
      const isGiven = isNonNullType(type) || choices.chance(400);
      text = isGiven ? `$${variable}: ${type}${String(type) === 'Int' && choices.chance(300) ? ' = 7' : ''}` : null;
      if (isGiven && (isNonNullType(type) || choices.chance(700))) variables[variable] = drawInput(choices, type);
      declared.set(variable, text);
    }
    return text && `${name}: $${variable}`;
  }

  const body = selection(query, 5);
  const declarations = [...declared.values()].filter((text) => text !== null);
  return { text: `query Asked${declarations.length > 0 ? `(${declarations.join(', ')})` : ''} ${body}\n${fragments.join('\n')}`, variables };
}

/** A value for an input, now and then a wrong one. */
function drawInput(choices: Choices, type: GraphQLInputType): unknown {
  if (choices.chance(10)) return choices.one([null, {}, [], 1.5, 'nothing', true]);
  const present = getNullableType(type);
  if (isListType(present)) return choices.chance(300) ? drawInput(choices, present.ofType) : [drawInput(choices, present.ofType)];
  if (isEnumType(present)) return present.getValues()[0]?.name;
  if (isInputObjectType(present)) {
    const fields = Object.values(present.getFields()).filter(({ type: inner }) => isNonNullType(inner) || choices.chance(300));
    return Object.fromEntries(fields.map((field) => [field.name, drawInput(choices, field.type)]));
  }
  if (present.name === 'Int') return choices.number(300) - 3;
  if (present.name === 'Boolean') return choices.chance(500);
  if (present.name === 'DateTime') return '2026-02-28T23:59:59+01:00';
  return choices.one(TEXTS);
}

/**
 * What is not as it should be: values that are wrong, or right ones that come late. Never both in one answer: of a promise that
 * fails beside something else that does, in a list, graphql-js takes no notice, and Node ends the process over it.
 */
type Fault = 'none' | 'wrong' | 'late';

/** A value as a resolver returns it; with a fault lying somewhere, now and then. */
function drawOutput(choices: Choices, type: GraphQLOutputType, depth: number, fault: Fault): unknown {
  const value = drawSound(choices, type, depth, fault);
  if (fault === 'none' || !choices.chance(25)) return value;
  if (choices.chance(250)) return () => value;
  if (fault === 'late') return Promise.resolve(value);
  if (choices.chance(500)) return choices.one([null, undefined]);
  return choices.one([new Error('an error'), Number.NaN, 2 ** 40, {}, [], 'a text', 7, true, new Set(['a']), new Date(0), Symbol('sign'), 5n]);
}

function drawSound(choices: Choices, type: GraphQLOutputType, depth: number, fault: Fault): unknown {
  if (isNonNullType(type)) return drawPresent(choices, type.ofType, depth, fault);
  return choices.chance(80) ? null : drawPresent(choices, type, depth, fault);
}

function drawPresent(choices: Choices, type: GraphQLOutputType, depth: number, fault: Fault): unknown {
  const within = (inner: GraphQLOutputType): unknown => drawOutput(choices, inner, depth - 1, fault);
  if (isListType(type)) return depth <= 0 ? [] : Array.from({ length: choices.number(4) }, () => within(type.ofType));
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (isObjectType(type)) {
    // Deeper than any question goes.
    if (depth < -3) return null;
    return Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, field.resolve ? undefined : within(field.type)]));
  }
  switch (String(type)) {
    case 'Int': return choices.one([0, -1, 50, 2 ** 31 - 1, -(2 ** 31)]);
    case 'Boolean': return choices.chance(500);
    case 'DateTime': return '2026-02-28T22:59:59.123456Z';
    case 'JSON': return choices.one(JSONS);
    default: return choices.one(TEXTS);
  }
}

/** As it is told: what is told in no order, in one. */
function told({ data, errors = [] }: ExecutionResult): string {
  return JSON.stringify([data, errors.map((error) => JSON.stringify([error, error.originalError?.message])).toSorted()], null, 1);
}

test('A prepared query answers as graphql-js does, data and errors, places and words, and calls each resolver once with the same arguments', async () => {
  let compared = 0;
  let withErrors = 0;
  const property = fc.asyncProperty(fc.integer(), fc.constantFrom<Fault>('none', 'wrong', 'wrong', 'late'), fc.boolean(), async (seed, fault, late) => {
    const choices = new Choices(seed);
    const { text, variables } = drawQuestion(choices);
    const document = parse(text);
    if (validate(schema, document).length > 0) return;
    const operation = getOperationAST(document);
    const prepared = operation && PreparedQuery.of(schema, document, operation);
    const { values } = coerceVariables(schema, operation, variables);
    if (!prepared || !values) return;

    const answers = new Map<string, () => unknown>();
    const resolvers = (): Resolvers => ({
      calls: [],
      answer(key, type) {
        let answer = answers.get(key);
        if (!answer) {
          const failure = fault === 'wrong' && choices.chance(120) ? new Error('a resolver that throws') : null;
          const value = failure ?? drawOutput(choices, type, 6, fault);
          answer = (): unknown => {
            if (failure) throw failure;
            return value;
          };
          answers.set(key, answer);
        }
        return late ? Promise.resolve().then(answer) : answer();
      },
    });
    const [theirs, ours] = [resolvers(), resolvers()];
    const expected = await execute({ schema, document, contextValue: theirs, variableValues: variables });
    const found = await prepared.execute(ours, variables, values);

    compared += 1;
    if (expected.errors) withErrors += 1;
    if (expected.data == null) {
      // Which of several errors are told beside the one that took everything is a matter of time.
      expect(found.data).toBeNull();
      expect(found.errors?.length).toBeGreaterThan(0);
    } else {
      expect(told(found)).toBe(told(expected));
      expect(ours.calls).toEqual(theirs.calls);
    }
    expect(new Set(ours.calls.map((call) => (call as unknown[])[0])).size).toBe(ours.calls.length);
  });
  await fc.assert(property, { numRuns: 800 });
  expect(compared).toBeGreaterThan(200);
  expect(withErrors).toBeGreaterThan(40);
});
