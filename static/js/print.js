/* The print button of a reading page. Without a script it is not shown: the browser's own menu prints. Paper can't be
   unfolded, so what is folded is open on it: the cases of every rule, and what changed. */
(() => {
  const buttons = document.querySelectorAll('[data-print]');
  if (!buttons.length) return;
  for (const button of buttons) button.addEventListener('click', () => window.print());
  let unfolded = [];
  window.addEventListener('beforeprint', () => {
    unfolded = [...document.querySelectorAll('main .prose details:not([open])')];
    for (const fold of unfolded) fold.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const fold of unfolded) fold.open = false;
    unfolded = [];
  });
})();
