import { createHash } from 'node:crypto';
import { masked, parseAddress, parseNetwork, type Network } from '@audit-log/shared/address';
import { askable, type DetailsFilter } from '@audit-log/shared/change-values';
import type { RecordedChange } from '@audit-log/shared/entry';

/** Longer values are seldom the same twice: they are compared, and no index holds them. */
export const LONGEST_INDEXED_VALUE = 40;

/** Networks of these lengths are facts of the addresses within them. */
const INDEXED_LENGTHS = { 4: [32, 16], 6: [128, 48] } as const;

export type FacetFact = 'event_type' | 'action' | 'project' | 'actor';

/**
 * What can be asked for of an entry beside its words, as lexemes of its vector: these begin with a blank, which no word does, so that
 * one look at one index finds words and facts that meet.
 */
export interface Facts {
  readonly facts: string[];
  readonly longValues: bigint[];
}

/** The first 60 bits of a SHA-256: of two facts that differ one in 10^18 is taken for the other. A window has a dot, a beginning a `^`. */
function fact(...parts: readonly string[]): string {
  return ` ${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 10)}`;
}

function longValue(...parts: readonly string[]): bigint {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readBigInt64BE();
}

/** The facts of an entry's content. */
export function factsOf(changes: readonly RecordedChange[] | null, ip: string | null): Facts {
  const facts = new Set<string>();
  const longValues = new Set<bigint>();
  const { fields, values } = askable(changes);
  for (const field of fields) facts.add(fact('field', field));
  for (const { field, side, value } of values) {
    if (isIndexed(value)) facts.add(fact(side, field, value));
    else longValues.add(longValue(side, field, value));
  }
  const address = ip === null ? null : parseAddress(ip);
  if (address) for (const length of INDEXED_LENGTHS[address.version]) facts.add(networkFact(address, length));
  return { facts: [...facts], longValues: [...longValues] };
}

/** The facts that an entry must have, and that make it match. */
export function factsWanted({ field, ...sides }: DetailsFilter): Facts {
  const facts = [fact('field', field)];
  const longValues: bigint[] = [];
  for (const side of ['old', 'new'] as const) {
    const value = sides[side];
    if (value === undefined) continue;
    if (isIndexed(value)) facts.push(fact(side, field, value));
    else longValues.push(longValue(side, field, value));
  }
  return { facts, longValues };
}

/** One that all entries of a network have, beside others; null where the network is too wide for any. */
export function factOfNetwork(text: string): string | null {
  const network = parseNetwork(text);
  const length = network && INDEXED_LENGTHS[network.version].find((indexed) => indexed <= network.length);
  return network && length !== undefined && length !== null ? networkFact(network, length) : null;
}

/** Of the key of a facet; null: no project. */
export function facetFact(facet: FacetFact, key: number | null): string {
  return fact(facet, String(key));
}

function isIndexed(value: string): boolean {
  return value.length <= LONGEST_INDEXED_VALUE;
}

function networkFact(network: Network, length: number): string {
  const { version, address } = masked(network, length);
  return fact('network', `${version} ${address}/${length}`);
}
