import { lazy, Suspense } from 'react';
import { embeddedSchemes } from '../embed/scheme.js';
import { embedded } from '../ui/embedded.js';
import { FirstLoad } from './first-load.js';

const EmbeddedViewer = lazy(() => import('./embedded-viewer.js'));

/** What the provider of themes takes beside its own, in an embedded viewer. */
export const embeddedScheme = embedded ? { colorSchemeManager: embeddedSchemes } : {};

/** In place of all pages: the viewer in a page of another product. */
export function EmbeddedApp() {
  return (
    <Suspense fallback={<FirstLoad />}>
      <EmbeddedViewer />
    </Suspense>
  );
}
