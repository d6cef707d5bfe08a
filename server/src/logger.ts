import { pino } from 'pino';
import type { Logger } from 'pino';
import { currentScope } from './request-scope.js';

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
    serializers: { error: plainError },
    // What a request causes says whose it is.
    mixin: () => {
      const scope = currentScope();
      return scope === undefined ? {} : { requestId: scope.requestId };
    },
    hooks: { streamWrite: escapeControls },
  },
  pino.destination({ dest: 2, sync: true }),
);

/**
 * JSON leaves as they are what a terminal takes as a command (DEL, C1), what breaks a line (U+2028, U+2029), and what turns
 * the direction of the text around it. Inside of a JSON text each means the same as its code.
 */
export function escapeControls(line: string): string {
  return line.replace(
    /[\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** What helps of an error, and no more: libraries hang whole connections on theirs, with the secrets that open them. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { type: name, code, message, stack, ...(cause === undefined ? {} : { cause: plainError(cause) }) };
}

/** Sets how much the log holds; `main` calls it once, with the setting LOG_LEVEL. */
export function setLogLevel(level: LogLevel): void {
  logger.level = level;
}
