import type { FieldChange, Json } from '@audit-log/shared/entry';
import type { ComponentType } from 'react';
import type { AuditLogEntryFragment } from '../gql/graphql.js';

/** How entries and values are shown: as everywhere else on the page, which brings this together. */
export interface TimelineParts {
  readonly Action: ComponentType<{ action: string }>;
  readonly Summary: ComponentType<{ entry: AuditLogEntryFragment }>;
  readonly Actor: ComponentType<{ actor: AuditLogEntryFragment['user'] }>;
  readonly Value: ComponentType<{ field: string; value: Json }>;
  readonly Difference: ComponentType<{ change: FieldChange }>;
  readonly fieldTitle: (field: string) => string;
  readonly valueText: (field: string, value: Json) => string;
}
