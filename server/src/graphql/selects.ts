import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/**
 * Whether a field below the one that is resolved was asked for, also by an alias or in a fragment: true may be said of one
 * that `@skip` leaves out. For what costs a look-up of its own.
 * @param path names of fields, from the resolved one down
 */
export function selects({ fieldNodes, fragments }: GraphQLResolveInfo, ...path: readonly string[]): boolean {
  // Fragments may spread each other twice over and over: each is gone through once at each depth.
  const passed = new Set<string>();
  const reaches = (set: SelectionSetNode | undefined, depth: number): boolean =>
    depth === path.length ||
    (set?.selections.some((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === path[depth] && reaches(selection.selectionSet, depth + 1);
      if (selection.kind === Kind.INLINE_FRAGMENT) return reaches(selection.selectionSet, depth);
      const spread = `${depth} ${selection.name.value}`;
      if (passed.has(spread)) return false;
      passed.add(spread);
      return reaches(fragments[selection.name.value]?.selectionSet, depth);
    }) ??
      false);
  return fieldNodes.some(({ selectionSet }) => reaches(selectionSet, 0));
}
