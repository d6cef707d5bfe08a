import { Fragment } from 'react';
import styles from './paint.module.css';

/** Texts, variables and keywords of GraphQL, JSON, a shell and JavaScript: enough to find one's way. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\$\w+|^(?:#|\/\/).*$|\b(?:query|subscription|curl|import|from|const|for|await|of|if|throw)\b(?!:)/gm;

/** Code with its parts told apart by weight and colour; as text it is what it was. */
export function Paint({ code }: { code: string }) {
  let end = 0;
  const pieces = [...code.matchAll(TOKEN)].map(({ 0: token, index }) => {
    const before = code.slice(end, index);
    end = index + token.length;
    return { before, token };
  });
  return (
    <>
      {pieces.map(({ before, token }, index) => (
        <Fragment key={index}>
          {before}
          <span className={styles[kindOf(token)]}>{token}</span>
        </Fragment>
      ))}
      {code.slice(end)}
    </>
  );
}

function kindOf(token: string): 'text' | 'variable' | 'comment' | 'keyword' {
  if (token.startsWith('$')) return 'variable';
  if (token.startsWith('#') || token.startsWith('//')) return 'comment';
  return /^["']/.test(token) ? 'text' : 'keyword';
}
