/* A quiz by the keyboard alone: a digit chooses, Enter answers, and Enter again goes on.
   Without this script arrows choose and Enter answers, as in every form. Digits are off where single keys are. */
(() => {
  const form = document.querySelector('form[data-quiz]');
  if (!form) return;
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (event.target.matches('input:not([type="radio"]), textarea, select')) return;
    const choice = document.documentElement.dataset.keys !== 'off'
      && /^[1-9]$/.test(event.key) && form.querySelector(`[data-number="${event.key}"]:not(:disabled)`);
    if (choice) {
      choice.checked = true;
      choice.focus();
      event.preventDefault();
    } else if (event.key === 'Enter' && !event.target.closest('a, button, input')) {
      event.preventDefault();
      const next = form.querySelector('[data-next]');
      if (next) next.click();
      else form.requestSubmit();
    }
  });
})();
