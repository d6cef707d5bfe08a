/** What a screen reader calls the editors: CodeMirror would take a label, but GraphiQL gives it none. */
const labels: readonly (readonly [selector: string, label: string])[] = [
  ['.graphiql-query-editor textarea', 'Query'],
  ['.graphiql-editor-tool .graphiql-editor:nth-of-type(1) textarea', 'Variables'],
  ['.graphiql-editor-tool .graphiql-editor:nth-of-type(2) textarea', 'Headers'],
  ['.graphiql-response textarea', 'Response'],
];

/** Names the editors within the element as they come. Returns how to stop that. */
export function labelEditors(element: Element): () => void {
  const observer = new MutationObserver(() => {
    for (const [selector, label] of labels) element.querySelector(selector)?.setAttribute('aria-label', label);
  });
  observer.observe(element, { childList: true, subtree: true });
  return () => observer.disconnect();
}
