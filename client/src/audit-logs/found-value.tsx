import type { Json } from '@audit-log/shared/entry';
import { VisibleText } from '../ui/visible-text.js';
import { FoundAs, FoundText } from './found-text.js';
import { isPerson, isPlace, scalarText, textOf } from './value.js';

/** A short recorded value, with what the search found marked in it. */
export function FoundValue({ field, value }: { field: string; value: Json }) {
  const shown = scalarText(value, field);
  if (isPerson(field) || value === null || value === '') return <VisibleText text={shown} />;
  // A path is shown with more room around its slashes: the words are the same.
  if (isPlace(field)) return <FoundText text={shown} />;
  return <FoundAs text={textOf(value) === shown ? shown : String(value)} shown={shown} />;
}
