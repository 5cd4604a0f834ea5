/* The blocks of the editor: what is sent of them, moving them by keys and by hand, the way from the preview to them. */
(() => {
  const form = document.querySelector('form[data-editor]');
  if (!form) return;

  /* A block nobody touched is sent as its Markdown alone: the server reads the fields from it. This keeps what is sent
     as small as the text. */
  const isChanged = field => (field.matches('select')
    ? [...field.options].some(option => option.selected !== option.defaultSelected)
    : field.value !== field.defaultValue);
  form.addEventListener('formdata', event => {
    for (const block of form.querySelectorAll('[data-block]:not([data-send-all])')) {
      for (const field of block.querySelectorAll('.body [name]')) {
        if (!field.name.endsWith('-md') && !field.matches('button') && !isChanged(field)) event.formData.delete(field.name);
      }
    }
  });

  // Alt and an arrow moves the block one stands in, and the cursor with it.
  form.addEventListener('keydown', event => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !['ArrowUp', 'ArrowDown'].includes(event.key)) return;
    const block = event.target.closest('[data-block]');
    const button = block?.querySelector(`button[value^="${event.key === 'ArrowUp' ? 'up' : 'down'}-"]`);
    if (!button) return;
    event.preventDefault();
    const name = event.target.name?.slice(block.dataset.block.length + 1);
    if (name && !event.target.matches('button')) button.dataset.field = name;
    form.requestSubmit(button);
  });

  function open(block, field) {
    for (let fold = block.querySelector('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
    if (form.dataset.view === 'read' || block.offsetParent === null) document.querySelector('.seg[data-for=ed] [value=write]').click();
    block.scrollIntoView({ block: 'center' });
    (field ?? block.querySelector('.body :is(textarea, input, select)')).focus({ preventScroll: true });
  }

  /* The block that a place of the preview was made of: a rule, its case, a term, else the prose under a heading. */
  function blockOf(place) {
    const figure = place.closest('figure');
    const row = place.closest('tr[id^=r]') ?? (place.closest('tr.rule-more')?.previousElementSibling);
    if (figure && row) {
      const among = [...figure.parentElement.children].indexOf(figure);
      return form.querySelectorAll(`[data-case-of="${row.id}"]`)[among];
    }
    if (row) return form.querySelector(`[data-rule="${row.id}"]`);
    const term = place.closest('[id^="def-"]') ?? place.closest('dd')?.previousElementSibling;
    const name = term?.textContent.trim().toLowerCase();
    if (name) return [...form.querySelectorAll('[data-term]')].find(block => block.dataset.term === name);
    const heading = place.closest('section')?.querySelector('h2, h3')?.textContent.replace(/^\d+/, '').trim();
    return heading && [...form.querySelectorAll('.block-text')].find(block => block.querySelector('[data-markdown]').value
      .split('\n').some(line => /^#+\s/.test(line) && line.replace(/^#+\s*/, '').trim() === heading));
  }
  document.querySelector('[data-part=preview]').addEventListener('click', event => {
    if (event.target.closest('summary, a:not([href^="#r"]):not(th a)') || getSelection().toString()) return;
    const block = blockOf(event.target);
    if (!block) return;
    event.preventDefault();
    open(block);
  });
  document.querySelector('[data-part=checks]').addEventListener('click', event => {
    const block = document.querySelector(event.target.closest('a[href^="#block-"]')?.getAttribute('href') ?? 'none');
    if (!block) return;
    event.preventDefault();
    open(block);
  });

  /* The preview shows the rule that is being written. */
  form.addEventListener('focusin', event => {
    const preview = document.querySelector('[data-part=preview]');
    const row = preview.querySelector(`tr[id="${event.target.closest('[data-rule]')?.dataset.rule}"]`);
    if (!row || preview.scrollHeight <= preview.clientHeight) return;
    const [here, box] = [row.getBoundingClientRect(), preview.getBoundingClientRect()];
    if (here.top < box.top || here.bottom > box.bottom) preview.scrollBy({ top: here.top - box.top - box.height / 4 });
  });

  /* Dragging by the handle; a rule takes its cases along. The server says where it stands then. */
  let dragged = [];
  const withCases = block => {
    const group = [block];
    for (let next = block.nextElementSibling; block.dataset.rule && next?.dataset.caseOf === block.dataset.rule; next = next.nextElementSibling) group.push(next);
    return group;
  };
  form.addEventListener('dragstart', event => {
    if (!event.target.closest?.('[data-grip]')) return;
    dragged = withCases(event.target.closest('[data-block]'));
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged[0].dataset.block);
    event.dataTransfer.setDragImage(dragged[0], 10, 10);
  });
  form.addEventListener('dragover', event => {
    const over = dragged.length && event.target.closest?.('[data-block]');
    if (!over) return;
    event.preventDefault();
    if (dragged.includes(over)) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(...dragged);
    else withCases(over).at(-1).after(...dragged);
  });
  form.addEventListener('drop', event => { if (dragged.length) event.preventDefault(); });
  form.addEventListener('dragend', () => {
    if (!dragged.length) return;
    form.dispatchEvent(new CustomEvent('editor:arrange', { detail: `put-${dragged[0].dataset.block}` }));
    dragged = [];
  });
})();
