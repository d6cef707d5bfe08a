import { pino } from 'pino';
import type { Logger } from 'pino';

export type { Logger } from 'pino';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * The process's log: one JSON object a line on stderr, so that stdout stays for people. Credentials are cut out
 * wherever a request is logged whole.
 */
export const logger: Logger = pino(
  {
    level: 'warn',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['*.headers.authorization', '*.headers.cookie', 'headers.authorization', 'headers.cookie'],
    serializers: { error: pino.stdSerializers.err },
  },
  pino.destination({ dest: 2, sync: true }),
);

/** Sets how much the log holds; `main` calls it once, with the setting LOG_LEVEL. */
export function setLogLevel(level: LogLevel): void {
  logger.level = level;
}
