import { expect, it } from 'vitest';
import { countMore, draftOf, nothing, withDraft, type MoreDraft } from './more-draft.js';

const empty: MoreDraft = { changeMode: 'include', field: '', old: '', now: '', addressMode: 'include', addresses: '' };
const fields = new Map([['automation type', 'automationType']]);
const people = new Map([['Mara', 'u1']]);
const isPerson = (field: string) => field === 'owner';
const applied = (draft: Partial<MoreDraft>, filter = {}) => withDraft(filter, { ...empty, ...draft }, fields, people, isPerson);

it('a change is written by the labels of fields, with either side or none', () => {
  expect(applied({ field: 'Automation type', now: 'Manual' })).toMatchObject({ filter: { details: { field: 'automationType', old: null, new: 'Manual' } } });
  expect(applied({ field: 'status', old: nothing, changeMode: 'exclude' })).toMatchObject({
    filter: { details: null, exclude: { details: { field: 'status', old: '', new: null } } },
  });
  expect(applied({ field: 'owner', now: 'Mara' })).toMatchObject({ filter: { details: { new: 'u1' } } });
});

it('addresses are written one after the other, in any form', () => {
  expect(applied({ addresses: '10.1.2.3/8, ::FFFF:1.2.3.4' })).toMatchObject({ filter: { ips: ['10.0.0.0/8', '1.2.3.4'] } });
  expect(applied({ addresses: '10.1.2', now: 'Active' })).toEqual({
    problems: { field: expect.stringMatching(/which field/), addresses: expect.stringMatching(/“10\.1\.2” is no address/) },
  });
});

it('what a filter holds can be written again, and is taken away when it is cleared; the rest stays', () => {
  const filter = { range: '7d', actions: ['update'], ips: ['1.2.3.4'], exclude: { details: { field: 'owner', new: 'u1', old: '' }, userIds: ['x'] } } as const;
  const draft = draftOf(filter, people, isPerson);
  expect(draft).toEqual({ changeMode: 'exclude', field: 'owner', old: nothing, now: 'Mara', addressMode: 'include', addresses: '1.2.3.4' });
  expect(withDraft(filter, draft, fields, people, isPerson)).toMatchObject({ filter });
  expect(applied({}, filter)).toMatchObject({ filter: { range: '7d', actions: ['update'], ips: null, exclude: { details: null, userIds: ['x'] } } });
  expect(countMore(filter)).toBe(2);
  expect(countMore({ actions: ['update'] })).toBe(0);
});
