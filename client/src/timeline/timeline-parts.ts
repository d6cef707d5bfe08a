import type { FieldChange, Json } from '@audit-log/shared/entry';
import type { ComponentType } from 'react';
import type { AuditLogEntryFragment } from '../gql/graphql.js';

/** How entries and values are shown: as everywhere else on the page, which brings this together. */
export interface TimelineParts {
  readonly Action: ComponentType<{ action: string }>;
  readonly Summary: ComponentType<{ entry: AuditLogEntryFragment }>;
  readonly Actor: ComponentType<{ actor: AuditLogEntryFragment['user'] }>;
  readonly Value: ComponentType<{ field: string; value: Json }>;
  /** Both sides of it one below the other, with its name. */
  readonly Difference: ComponentType<{ change: FieldChange }>;
  /** One side of it, to stand beside the other. */
  readonly Side: ComponentType<{ change: FieldChange; side: 'old' | 'new' }>;
  readonly fieldTitle: (field: string) => string;
  readonly valueText: (field: string, value: Json) => string;
}
