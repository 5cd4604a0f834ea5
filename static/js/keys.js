/* Single keys: n and p go through the changes under review; data-key="c" presses that button or follows that link.
   Off while typing, and off for people who switched them off (WCAG 2.1.4). */
(() => {
  const off = event =>
    event.ctrlKey || event.metaKey || event.altKey
    || event.target.matches('input, textarea, select, [contenteditable]')
    || document.documentElement.dataset.keys === 'off'
    || document.querySelector('dialog[open]');

  const changes = [...document.querySelectorAll('.blk[class*="is-"]')];
  let at = -1;
  const goTo = step => {
    at = (at + step + changes.length) % changes.length;
    location.hash = changes[at].id;
    changes[at].querySelector('.blk-mark').focus();
  };

  document.addEventListener('keydown', event => {
    if (off(event)) return;
    const meant = /^[a-z]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (meant) {
      event.preventDefault();
      meant.click();
    } else if (changes.length && (event.key === 'n' || event.key === 'p')) goTo(event.key === 'n' ? 1 : -1);
  });
})();
