/* Search from everywhere: / or Ctrl-K opens the dialog. Without this file its button is a link to the search page. */
(() => {
  const palette = document.getElementById('palette');
  if (!palette) return;
  const input = palette.querySelector('input[type=search]');
  let opener;

  const open = from => {
    if (palette.open) return;
    opener = from;
    palette.showModal();
    input.select();
    input.focus();
  };

  for (const button of document.querySelectorAll('[data-open=palette]')) {
    button.addEventListener('click', event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab was asked for
      event.preventDefault();
      open(button);
    });
  }
  for (const button of document.querySelectorAll('[data-close=palette]')) {
    button.addEventListener('click', () => palette.close());
  }
  palette.addEventListener('click', event => { if (event.target === palette) palette.close(); });
  palette.addEventListener('close', () => opener?.focus());
  // The first Esc in a search box that holds text only empties it; here one Esc closes.
  input.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    palette.close();
  });

  document.addEventListener('keydown', event => {
    const typing = event.target.matches('input, textarea, select, [contenteditable]');
    const slash = event.key === '/' && !typing && document.documentElement.dataset.keys !== 'off';
    const chord = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
    if (!slash && !chord) return;
    event.preventDefault();
    open(document.activeElement);
  });
})();
