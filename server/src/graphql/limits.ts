/** The most tokens of a document: an introspection query has some 250, and what costs the server is bounded by it. */
export const MAX_TOKENS = 2000;

/** The largest body of a request, and message of a socket, in bytes. */
export const MAX_BODY = 1024 * 1024;
