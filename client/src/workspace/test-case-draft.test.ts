import { describe, expect, it } from 'vitest';
import { changesOf, emptyDraft, fieldsOf } from './test-case-draft.js';

const draft = { ...emptyDraft, title: 'Card declined', labels: ['AWS'], steps: [{ action: 'Pay', expected: 'Declined' }] };

describe('the changes of a test case', () => {
  it('hold only what differs', () => {
    expect(changesOf(draft, { ...draft, status: 'ACTIVE', labels: ['AWS', 'IAM'] })).toEqual({
      status: 'ACTIVE',
      labels: ['AWS', 'IAM'],
    });
    expect(changesOf(draft, draft)).toEqual({});
  });

  it('empty a field with null', () => {
    expect(changesOf({ ...draft, type: 'rule' }, { ...draft, type: ' ' })).toEqual({ type: null });
  });

  it('hold all steps where one differs, without empty ones', () => {
    const after = { ...draft, steps: [...draft.steps, { action: 'Retry', expected: '' }, { action: ' ', expected: '' }] };
    expect(changesOf(draft, after)).toEqual({
      steps: [
        { action: 'Pay', expected: 'Declined' },
        { action: 'Retry', expected: null },
      ],
    });
  });
});

describe('the fields of a new test case', () => {
  it('are null where nothing was written', () => {
    expect(fieldsOf({ ...draft, title: ' Card declined ' })).toMatchObject({
      title: 'Card declined',
      description: null,
      ownerId: null,
      steps: [{ action: 'Pay', expected: 'Declined' }],
    });
  });
});
