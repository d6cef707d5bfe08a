/** The token's id in the address of an embedded viewer; null everywhere else. */
export const embedId: string | null = /^\/embed\/([0-9a-f]{32})$/.exec(globalThis.location?.pathname ?? '')?.[1] ?? null;

/** Whether the page stands in one of another product: it knows nobody, and its address opens nothing for anybody else. */
export const embedded = embedId !== null;
