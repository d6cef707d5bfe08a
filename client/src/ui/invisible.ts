/**
 * What shows as nothing but changes how the text around it reads: controls of writing direction, and others without a
 * width. Tabulators and line ends are no secret.
 */
const hidden =
  '(?![\\t\\n\\r])\\p{Cc}|[\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B\\u200E\\u200F\\u2028-\\u202E' +
  '\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\u{E0000}-\\u{E007F}]';
/** Joiners belong into emoji, and into the scripts whose letters join; elsewhere they only hide. */
const joined = ['Arabic', 'Bengali', 'Devanagari', 'Gujarati', 'Kannada', 'Malayalam', 'Sinhala', 'Syriac', 'Tamil', 'Telugu'];
const joins = `\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{M}${joined.map((script) => `\\p{Script=${script}}`).join('')}`;
const pattern = new RegExp(`${hidden}|(?<![${joins}])[\\u200C\\u200D]`, 'gu');

export interface Piece {
  readonly text: string;
  /** Whether the text is the code of a character that cannot be seen, such as `U+202E`. */
  readonly isCode: boolean;
}

/** A text in pieces, with a code in place of each character that cannot be seen. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const put = (until: number) => {
    if (until > end) pieces.push({ text: text.slice(end, until), isCode: false });
  };
  for (const { 0: found, index } of text.matchAll(pattern)) {
    put(index);
    pieces.push({ text: codeOf(found), isCode: true });
    end = index + found.length;
  }
  put(text.length);
  return pieces;
}

/** The same as one string, for where nothing can be marked: `pay[U+202E]fdp`. */
export function withCodes(text: string): string {
  return text.replace(pattern, (found) => `[${codeOf(found)}]`);
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
