/** Stylesheets that were asked for and did not come. */
const missing = new Set<HTMLLinkElement>();

document.addEventListener(
  'error',
  ({ target }) => {
    if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') missing.add(target);
  },
  true,
);

/**
 * Fetches a part's code. The bundler's loader asks for a stylesheet once only and goes on without it the next time, so
 * one that did not come then is asked for again here.
 *
 * @throws what `load` does, or an error where a stylesheet still does not come
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  const again = [...missing];
  missing.clear();
  await Promise.all(again.map(fetchAgain));
  return load();
}

function fetchAgain(link: HTMLLinkElement): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const next = document.createElement('link');
    next.rel = 'stylesheet';
    next.crossOrigin = link.crossOrigin;
    next.addEventListener('load', resolve);
    next.addEventListener('error', () => reject(new Error(`${link.href} did not load.`)));
    next.href = link.href;
    link.replaceWith(next);
  });
}
