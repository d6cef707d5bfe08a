import { Button } from '@mantine/core';
import type { PageFilter } from '@audit-log/shared/filter-url';
import { Notice } from '../ui/notice.js';
import { VisibleText } from '../ui/visible-text.js';
import type { Unknown } from './use-unknown.js';

const examples = { eventTypes: 'TEST_CASE', actions: 'sign_in', userIds: '', projectIds: '' };

interface UnknownValuesProps {
  unknown: Unknown;
  onChange: (filter: PageFilter) => void;
}

/** Says which values of the filter there are not, and what that leaves. */
export function UnknownValues({ unknown: { facet, values, without }, onChange }: UnknownValuesProps) {
  const kind = facet.label.toLowerCase();
  const one = values.length === 1;
  return (
    <Notice
      tone="warning"
      title={
        <>
          The log has no {kind} <VisibleText text={values.map(quoted).join(', ')} />.
        </>
      }
      action={
        <Button variant="default" onClick={() => onChange(without)}>
          Drop {one ? 'it' : 'them'}
        </Button>
      }
    >
      No entry matches {one ? 'it' : 'them'}; the rest of the filter holds. An {kind} is written like{' '}
      <code>{examples[facet.key]}</code>.
    </Notice>
  );
}

/** An address can hold anything, and much of it. */
function quoted(value: string): string {
  return `“${value.length > longest ? `${value.slice(0, longest)}…` : value}”`;
}

const longest = 60;
