import { parseNetwork, networkText } from '@audit-log/shared/address';
import { parseSearch, searchText } from '@audit-log/shared/search';

/** What a person wrote into the search: what it means, or what is wrong with it. */
export type ReadSearch =
  | { readonly kind: 'empty' }
  /** `search` as the filter has it: the one text of all searches of the same meaning. */
  | { readonly kind: 'search'; readonly search: string }
  /** `unfinished`: what is written may become right when one goes on. */
  | { readonly kind: 'problem'; readonly problem: string; readonly unfinished: boolean };

export function readSearch(text: string): ReadSearch {
  if (text.trim() === '') return { kind: 'empty' };
  if (!text.isWellFormed() || text.includes('\0')) return { kind: 'problem', problem: 'The search has half a character in it: leave it out.', unfinished: false };
  const parsed = parseSearch(text);
  if ('query' in parsed) return { kind: 'search', search: searchText(parsed.query) };
  const unfinished = text.split('"').length % 2 === 0 || /^[-"*\s]+$/.test(text);
  return { kind: 'problem', problem: `The search ${parsed.problem}.`, unfinished };
}

/** The address or network that a text is, as the filter has it; null where it is none. A number alone is none. */
export function readAddress(text: string): string | null {
  const network = parseNetwork(text.trim());
  return network === null ? null : networkText(network);
}
