import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

/** Why a request failed, in words for a person. */
export interface Failure {
  /** The server's stable code, or NETWORK when no answer came. */
  code: string;
  /** One sentence with its full stop. */
  message: string;
  /** The server's number of the request, to look it up in its log. */
  requestId: string | null;
}

/** Puts any error of a request into words. Never shows what was not meant for people. */
export function failureOf(error: unknown): Failure {
  if (CombinedGraphQLErrors.is(error)) {
    const first = error.errors[0];
    const code = textOf(first?.extensions?.['code']) ?? 'INTERNAL_SERVER_ERROR';
    const requestId = textOf(first?.extensions?.['requestId']);
    return { code, message: sentence(code, first?.message ?? ''), requestId };
  }
  if (ServerError.is(error)) {
    return { code: 'SERVER', message: `The server answered with status ${error.statusCode}.`, requestId: null };
  }
  return { code: 'NETWORK', message: 'The server cannot be reached.', requestId: null };
}

/** What a form has, so that a failure can be told beside the field it is about. */
export interface FormFields {
  /** As the server's input calls them. */
  readonly names: readonly string[];
  /** The one that a CONFLICT is about: what is taken already. */
  readonly conflict?: string;
}

/** Which field of the form a failure is about, with the sentence to stand beside it; null: about all of it. */
export function fieldOf({ code, message }: Failure, { names, conflict }: FormFields): { field: string; message: string } | null {
  if (code === 'CONFLICT' && conflict !== undefined) return { field: conflict, message };
  // The server begins with the field: "name is blank: give it at least one visible character."
  const [, field = '', rest = ''] = /^(\w+) (.+)$/s.exec(message) ?? [];
  if (code !== 'BAD_USER_INPUT' || !names.includes(field)) return null;
  return { field, message: rest.charAt(0).toUpperCase() + rest.slice(1) };
}

function sentence(code: string, message: string): string {
  if (code === 'INTERNAL_SERVER_ERROR') return 'The server met an error it did not expect.';
  return message === '' || /[.!?]$/.test(message) ? message : `${message}.`;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
