import { normalizeTime } from '@audit-log/shared/time';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

/**
 * What goes out comes from the database, so its form is looked at, and not whether its month has that day: to make a Date
 * of each of a page's hundred times took as long as its query did.
 */
const NORMAL_FORM = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** A point in time. No JavaScript Date is made of it on the way, which would cut the microseconds. */
export const DateTime = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description:
    'A point in time. In: RFC 3339 with any offset, such as `2026-02-28T23:59:59+01:00`; digits after the sixth of a ' +
    'second are dropped. Out: always `YYYY-MM-DDTHH:MM:SS.ffffffZ`, UTC with six digits, so that such texts sort as times do.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : undefined),
  serialize(value) {
    if (typeof value === 'string' && NORMAL_FORM.test(value)) return value;
    throw new TypeError(`not a time in the log's form: ${String(value)}`);
  },
});

function parse(value: unknown): string {
  const time = typeof value === 'string' ? normalizeTime(value) : null;
  if (time === null) {
    throw new GraphQLError(
      'DateTime must be an RFC 3339 text with an offset, such as "2026-02-28T23:59:59Z".',
    );
  }
  return time;
}
