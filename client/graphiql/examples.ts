const files: Record<string, string> = import.meta.glob('../../docs/examples/graphql/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const variablesLine = /^# Variables: (.*)\n/m;

/** The documents of docs/examples/graphql, in the order of their names, as tabs; the line "# Variables: …" gives theirs. */
export const exampleTabs = Object.keys(files)
  .toSorted()
  .map((name) => {
    const text = files[name] ?? '';
    const variables = variablesLine.exec(text)?.[1];
    return { query: text.replace(variablesLine, ''), variables: variables ?? null };
  });
