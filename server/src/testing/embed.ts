import type { TestProduct } from '../testing/product.js';
import type { TestClient } from '../testing/test-client.js';

export const CREATE = 'mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token expiresAt url } }';
export const PAGE = `query ($filter: AuditLogFilterInput, $after: String) { auditLogs(filter: $filter, first: 3, after: $after) {
  edges { cursor node { id eventType entity { name } project { id } } } pageInfo { hasNextPage endCursor } tailCursor } }`;
export const ORIGINS = ['https://app.example.com'];

export interface Made {
  readonly token: string;
  readonly expiresAt: string;
  readonly url: string;
}

/** Makes a token for the whole log, unless the input says otherwise. */
export async function makeToken(client: TestClient, input: Record<string, unknown> = {}): Promise<Made> {
  return (await client.data<{ createEmbedToken: Made }>(CREATE, { input: { filter: {}, origins: ORIGINS, ...input } })).createEmbedToken;
}

export function bearing(product: TestProduct, token: string): TestClient {
  return product.client({ authorization: `Bearer ${token}` });
}
