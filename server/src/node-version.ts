/**
 * Imported before anything else by every program: ends it with a sentence where Node is too old, instead of somewhere in
 * the middle. AsyncDisposableStack is there from 24 on.
 */
const NEEDED = 24;

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < NEEDED) {
  process.stderr.write(
    `Node ${process.versions.node} is too old for the server: version ${NEEDED} or later is needed. \`npm start\`, \`npm run admin\` and \`npm run replay\` bring their own.\n`,
  );
  process.exit(1);
}
