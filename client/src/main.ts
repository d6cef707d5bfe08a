/**
 * The entry: waits until what stands in the served HTML is to be seen, and only then starts the page, whose scripts are
 * on their way meanwhile. Running them takes a slow phone half a second, in which it would paint nothing.
 */
function painted(): Promise<void> {
  // Where nobody looks nothing is painted.
  if (document.visibilityState === 'hidden' || !PerformanceObserver.supportedEntryTypes.includes('paint')) return Promise.resolve();
  return new Promise((resolve) => {
    new PerformanceObserver(() => resolve()).observe({ type: 'paint', buffered: true });
    setTimeout(resolve, longestWait);
  });
}

/** In milliseconds: a browser may have its reasons not to paint. */
const longestWait = 300;

void painted().then(() => import('./start.js'));
