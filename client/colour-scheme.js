// Before the first paint, so that nobody sees the other theme first: what Mantine does once it is there.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be forbidden; then nothing was chosen.
  }
  // In a page of another product it is the theme that this page has asked for.
  if (location.pathname.startsWith('/embed/')) chosen = new URLSearchParams(location.hash.slice(1)).get('theme');
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
