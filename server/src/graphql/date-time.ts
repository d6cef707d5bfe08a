import { isNormalTime, normalizeTime } from '@audit-log/shared/time';
import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

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
    if (typeof value === 'string' && isNormalTime(value)) return value;
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
