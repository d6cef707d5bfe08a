// What one request may ask of the server. Each is far above what the page, GraphiQL and the examples need, and far below
// what hurts; docs/integrators.md tells them to those who write clients.

/** The largest body or message of somebody who is not signed in and sends no key, in bytes: they can sign in or accept an invitation. */
export const MAX_BODY_OF_STRANGERS = 64 * 1024;

/** The largest body of a request, in bytes: a test case with all its texts at their longest fits several times. */
export const MAX_BODY = 1024 * 1024;

/** The largest message of a socket, in bytes: a subscription whose filter holds 1,000 ids in each of its eight lists has 320 kB. */
export const MAX_MESSAGE = 512 * 1024;

/** The most that is kept of the header User-Agent, in characters: browsers send some 200, and strangers write it into the log. */
export const MAX_USER_AGENT = 500;

/** The most tokens of a document: an introspection query has some 250, and reading and checking any document is bounded by it. */
export const MAX_TOKENS = 2000;

/** How deep fields may lie within fields: GraphiQL's introspection goes to 15, the page's own documents to 5. */
export const MAX_DEPTH = 20;

/**
 * The most fields of an operation with its fragments written out in their places, so that fragments within fragments
 * cannot multiply: an introspection query has some 200. graphql-js compares those of one name pair by pair.
 */
export const MAX_FIELDS = 500;

/**
 * The most aliases of an operation, since by them one field is asked many times over, each time with all that its arguments cost before
 * it waits its turn: 25 times a filter of a thousand values made another organization's page take ten times as long. Nothing of ours uses any.
 */
export const MAX_ALIASES = 10;

/** The most directives of a document: `@include` and `@skip` are useful on a handful of fields. */
export const MAX_DIRECTIVES = 50;

/** The most errors told of variables: graphql-js prints the whole value in each, and 50 of one megabyte took it two seconds. */
export const MAX_VARIABLE_ERRORS = 3;

/**
 * The most values that an answer may be expected to hold, see `complexityOf`: four pages of 200 entries with all that
 * an entry has. Such an answer has some 4 MB and takes the server a tenth of a second.
 */
export const MAX_COMPLEXITY = 50_000;

/** How long a socket may take until it says who it is (`connection_init`), in milliseconds. Clients send it at once. */
export const CONNECTION_INIT_TIMEOUT = 5_000;

/** The most operations a socket may have open at once: the page has one, a program that watches many filters can open more sockets. */
export const MAX_OPERATIONS = 20;

/** The most sockets of one session or key: a person with a hundred tabs. */
export const MAX_SOCKETS = 100;

/**
 * How much may wait for a slow reader before its own messages are no longer read, in bytes. Batches wait for one another
 * anyway, so a reader who only watches stays far below: it is for those who ask and ask and never read an answer.
 */
export const MAX_UNSENT = 4 * 1024 * 1024;

/** How often a socket is asked whether it is still there, in milliseconds. */
export const PING_INTERVAL = 12_000;

/**
 * How many pings in a row may stay unanswered: on a slow line some megabytes, which the operating system holds and does
 * not tell of, may come before them.
 */
export const MAX_MISSED_PINGS = 3;

/** How long a peer may take to agree that the socket is closed, in milliseconds: what was revoked ends, agreed or not. */
export const CLOSE_TIMEOUT = 2_000;
