/* The theme button. The server prints data-theme from the cookie this sets, and a page that was kept since then takes it from
   here: the browser waits for this file behind the header, before it shows a word, so no other theme flashes. Record 40. */
(() => {
  const root = document.documentElement;
  const saved = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
  if (saved) root.dataset.theme = saved;

  const system = () => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  const isDark = () => (root.dataset.theme || system()) === 'dark';

  const button = document.querySelector('[data-theme-toggle]');
  if (!button) return;
  const toDark = button.ariaLabel;
  const label = () => { button.ariaLabel = isDark() ? button.dataset.light : toDark; };

  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    const secure = location.protocol === 'https:' ? ';secure' : '';
    document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax${secure}`;
    label();
  });
  label();
})();
