/* The theme button. The server prints data-theme from the cookie this sets, so there is no flash of the other theme. */
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
