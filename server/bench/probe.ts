/** Loaded into every server that is measured, ahead of its program: tells what it has used when it is asked. */
process.on('message', (message) => {
  if (message === 'usage') process.send?.({ usage: process.cpuUsage() });
});
