/** `1 test case`, `12 test cases`. */
export function testCases(count: number): string {
  return `${count.toLocaleString('en')} test ${count === 1 ? 'case' : 'cases'}`;
}

/** `1 folder`, `3 folders`. */
export function folders(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'folder' : 'folders'}`;
}

/** What went with something that was deleted: ` and with it 3 folders and 12 test cases`; empty for nothing. */
export function wentWith(gone: { testCases: number; folders: number }): string {
  const parts = [
    gone.folders > 0 && folders(gone.folders),
    gone.testCases > 0 && testCases(gone.testCases),
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `, and with it ${parts.join(' and ')}`;
}
