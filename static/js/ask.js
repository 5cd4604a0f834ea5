/* Words selected on the page go along to the question form, with the rule they stand in.
   A click clears the selection, so it is noted when the pointer goes down. */
(() => {
  const links = document.querySelectorAll('a[data-ask]');
  if (!links.length) return;
  let picked = null;
  const note = () => {
    const selection = document.getSelection();
    const words = selection ? selection.toString().replace(/\s+/g, ' ').trim() : '';
    const from = words && selection.anchorNode.parentElement.closest('article.prose');
    if (!from) { picked = null; return; }
    const row = selection.anchorNode.parentElement.closest('table.rules tbody tr');
    picked = { words: words.slice(0, 600), rule: row && /^r\d+$/.test(row.id) ? row.id.toUpperCase() : '' };
  };
  document.addEventListener('pointerdown', note, true);
  document.addEventListener('keydown', note, true);
  for (const link of links) {
    link.addEventListener('click', () => {
      if (!picked) return;
      const address = new URL(link.href);
      address.searchParams.set('passage', picked.words);
      if (picked.rule) address.searchParams.set('rule', picked.rule);
      link.href = address;
    });
  }
})();
