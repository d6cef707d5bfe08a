import type { FieldChange, Json } from '@audit-log/shared/entry';
import { detailsMatch } from '@audit-log/shared/change-values';
import { expect, it } from 'vitest';
import { addressFilter, changeFilter, tellingWays, waysOf } from './change-ways.js';
import { entryAt } from './testing.js';

const change = (field: string, old: Json, after: Json, redacted = false): FieldChange => ({ field, old, new: after, redacted });
const texts = (of: FieldChange) => waysOf(of).map(({ text }) => text);

it('a change is filtered by what it became, by both sides, and by its field', () => {
  expect(texts(change('status', 'Draft', 'Active'))).toEqual(['status to Active', 'status from Draft to Active', 'any change of status']);
  expect(texts(change('priority', null, 'High'))).toEqual(['priority to High', 'any change of priority']);
  expect(texts(change('folder', 'Web', null))).toEqual(['folder from Web', 'folder to nothing', 'any change of folder']);
  expect(texts(change('labels', ['a', 'b'], ['b', 'c']))).toEqual(['labels to c', 'labels from a', 'any change of labels']);
});

it('what a filter cannot compare is filtered by its field alone', () => {
  for (const of of [change('owner', null, 'Mara'), change('token', null, null, true), change('description', null, 'x'.repeat(300)), change('filter', null, { a: 1 })]) {
    expect(waysOf(of)).toEqual([{ text: `any change of ${of.field}`, details: { field: of.field } }]);
  }
});

it('every way lets its own change through', () => {
  for (const of of [change('status', 'Draft', 'Active'), change('order', 1, 2), change('shared', true, false), change('labels', ['a'], ['b', 'c']), change('folder', 'x', null)]) {
    for (const { details } of waysOf(of)) {
      const filter = { field: details.field, ...(details.old == null ? {} : { old: details.old }), ...(details.new == null ? {} : { new: details.new }) };
      expect(detailsMatch(filter, [{ field: of.field, old: of.old, new: of.new }])).toBe(true);
    }
  }
});

it('of an entry the most telling changes are offered, each once', () => {
  const entry = entryAt(1, { details: [change('description', null, 'x'), change('priority', 'Low', 'High'), change('status', 'Draft', 'Active'), change('labels', [], ['a'])] });
  expect(tellingWays(entry).map(({ text }) => text)).toEqual(['status to Active', 'priority to High', 'description to x']);
});

it('a change and an address are included in place of others, and addresses are excluded beside others', () => {
  expect(changeFilter({ range: '7d', details: { field: 'a' } }, { field: 'b' }, 'include')).toMatchObject({ range: '7d', details: { field: 'b' } });
  expect(changeFilter({ details: { field: 'a' } }, { field: 'a' }, 'exclude')).toMatchObject({ details: null, exclude: { details: { field: 'a' } } });
  expect(addressFilter({ exclude: { ips: ['1.1.1.1'] } }, '2.2.2.2', 'exclude')).toMatchObject({ exclude: { ips: ['1.1.1.1', '2.2.2.2'] } });
  expect(addressFilter({ exclude: { ips: ['1.1.1.1'] } }, '1.1.1.1', 'include')).toMatchObject({ ips: ['1.1.1.1'], exclude: { ips: [] } });
});
