import { ProductError } from '../errors.js';

/**
 * Takes a text from outside exactly as it is, or refuses it. Refused is what the database cannot keep (NUL) or what
 * would be silently replaced on the way there (half of a surrogate pair).
 * @param field the input's name, for the message
 * @param max the most characters (code points) it may have
 * @throws ProductError BAD_USER_INPUT
 */
export function checkText(field: string, text: string, max: number): string {
  if (text.includes('\0')) throw badInput(`${field} holds a NUL character, which no text can: remove it.`);
  if (!text.isWellFormed())
    throw badInput(`${field} holds half of a surrogate pair: send well-formed Unicode.`);
  // A text has at most as many characters as UTF-16 units; counting them is only needed above the limit.
  if (text.length > max && [...text].length > max) {
    throw badInput(`${field} is longer than ${max.toLocaleString('en')} characters: shorten it.`);
  }
  return text;
}

/** No white space, in any definition of it, and no control or format character. */
const VISIBLE = /[^\s\p{Z}\p{Cc}\p{Cf}]/u;

/** As `checkText`, and something must be visible in it. */
export function checkName(field: string, text: string, max: number): string {
  if (!VISIBLE.test(text)) throw badInput(`${field} is blank: give it at least one visible character.`);
  return checkText(field, text, max);
}

/**
 * An e-mail address in the form in which it is unique: lower case, no blanks around it.
 * @throws ProductError BAD_USER_INPUT
 */
export function checkEmail(field: string, text: string): string {
  const email = checkText(field, text, 1000).trim().toLowerCase();
  if (!/^[^@\s]+@[^@\s]+$/.test(email) || email.length > 254) {
    throw badInput(
      `${field} is not an e-mail address: it needs the form name@example.com, with at most 254 characters.`,
    );
  }
  return email;
}

function badInput(message: string): ProductError {
  return new ProductError('BAD_USER_INPUT', message);
}
