/** SQLSTATE codes with which Postgres ends or refuses connections: it stops, starts, recovers, or has none left. */
const OUTAGE_STATES = /^(08...|57P0[1235]|53300)$/;

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What TypeORM says of a transaction that lost its connection between two statements. */
const OUTAGE_NAMES = new Set(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError']);

/** What pg says in words alone, without a code. */
const OUTAGE_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect$|timeout expired$|Client (has encountered a connection error|was closed) and is not queryable$)/;

/**
 * Whether an error says that the database is away, and not that something is wrong with what was asked of it. Looks
 * through what TypeORM and GraphQL wrap around it.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  if (NETWORK_CODES.has(code) || OUTAGE_STATES.test(code) || OUTAGE_NAMES.has(error.name) || OUTAGE_WORDS.test(error.message)) return true;
  const within = [error.cause, 'driverError' in error && error.driverError, 'originalError' in error && error.originalError];
  return within.some((inner) => inner !== error && isOutage(inner));
}
