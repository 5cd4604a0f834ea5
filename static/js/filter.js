/* Finding an entry in a long list of choices: <input data-filters="id"> hides what does not hold the words typed.
   What is chosen stays in sight. */
(() => {
  const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  for (const input of document.querySelectorAll('[data-filters]')) {
    const list = document.getElementById(input.dataset.filters);
    const show = () => {
      const words = folded(input.value.trim());
      for (const group of list.querySelectorAll('[data-filter-group]')) {
        const named = folded(group.querySelector('legend').textContent).includes(words);
        const choices = [...group.querySelectorAll('label')];
        for (const choice of choices) {
          choice.hidden = !(named || folded(choice.textContent).includes(words) || choice.querySelector('input').checked);
        }
        group.hidden = choices.every(choice => choice.hidden);
      }
    };
    input.addEventListener('input', event => { event.stopPropagation(); show(); });
    input.addEventListener('keydown', event => { if (event.key === 'Enter') event.preventDefault(); });
  }
})();
