/* Copying: data-copy="text" copies that text, data-copy-from="id" the contents of a field, .anchor its own address. */
(() => {
  const say = words => document.dispatchEvent(new CustomEvent('portal:say', { detail: words }));
  const copy = (text, words) => navigator.clipboard?.writeText(text).then(() => say(words));
  // The words come from the page, in the language of the page.
  const words = element => element.dataset.copied;

  for (const button of document.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', () => copy(button.dataset.copy, words(button) || `Copied: ${button.dataset.copy}`));
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
