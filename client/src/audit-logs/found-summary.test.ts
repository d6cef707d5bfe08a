import type { FieldChange, Json } from '@audit-log/shared/entry';
import { parseSearch } from '@audit-log/shared/search';
import { expect, it } from 'vitest';
import { foundSummary } from './found-summary.js';
import { summarize } from './summary.js';
import { entryAt } from './testing.js';

const change = (field: string, old: Json, after: Json): FieldChange => ({ field, old, new: after, redacted: false });

const entry = entryAt(1, {
  entity: { id: 'c', name: 'Card declined' },
  details: [
    change('status', 'Draft', 'Active'),
    change('description', 'It is offered to try again.', 'A card that was refused by the bank may be tried again, as often as the customer likes: see the page.'),
    change('steps', [{ action: 'Pay by voucher', expected: '' }], []),
    change('owner', null, 'Mara Voss'),
  ],
});

function told(search: string): string {
  const parsed = parseSearch(search);
  if ('problem' in parsed) throw new Error(parsed.problem);
  const { parts, more } = foundSummary(entry, summarize(entry), parsed.query);
  const [part] = parts;
  return `${part?.kind === 'value' ? `${part.field}: ${part.text}` : part?.kind}, ${more} more`;
}

it('what is found where one sees it leaves the summary as it is', () => {
  for (const search of ['declined', 'active', 'draft', 'status', '-voucher', 'declined -voucher']) expect(told(search)).toMatch(/^change, \d more$/);
});

it('what is found elsewhere is told, with a little of what stands before it', () => {
  expect(told('customer')).toBe('description: …again, as often as the customer likes: see the page., 3 more');
  expect(told('declined voucher')).toBe('steps was: Pay by voucher, 3 more');
});

it('the name of a person is no text that was searched', () => {
  expect(told('mara')).toMatch(/^change/);
});
