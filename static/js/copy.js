/* Copying: data-copy="text" copies that text, data-copy-from="id" the contents of a field, .anchor its own address.
   Where the browser doesn't let pages copy, the text marked by data-shown="id" is selected, ready for Ctrl-C. */
(() => {
  const say = words => document.dispatchEvent(new CustomEvent('portal:say', { detail: words }));
  const copy = (text, words) => navigator.clipboard?.writeText(text).then(() => say(words));
  // The words come from the page, in the language of the page.
  const words = element => element.dataset.copied;

  const select = button => {
    const shown = document.getElementById(button.dataset.shown);
    if (!shown) return;
    shown.parentElement.classList.add('by-hand'); // a phone hides the line, to have room for the buttons
    getSelection().selectAllChildren(shown);
    say(button.dataset.byHand);
  };
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', () => {
      const done = copy(button.dataset.copy, words(button) || `Copied: ${button.dataset.copy}`);
      if (done) done.catch(() => select(button));
      else select(button);
    });
  }
  for (const button of document.querySelectorAll('[data-copy-from]')) {
    button.addEventListener('click', () => {
      const field = document.getElementById(button.dataset.copyFrom);
      field.select();
      copy(field.value, words(button) || 'Copied');
    });
  }
  for (const link of document.querySelectorAll('.anchor')) {
    link.addEventListener('click', () => copy(link.href, words(link) || 'Link copied'));
  }
})();
