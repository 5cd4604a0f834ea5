/* The editor: buttons and previews without a new page. The server arranges the blocks and renders the text; without
   this file every button posts the form and comes back with the whole page. */
(() => {
  const form = document.querySelector('form[data-editor]');
  if (!form) return;
  const PREVIEW_AFTER = 400;
  const part = name => document.querySelector(`[data-part=${name}]`);
  let waiting, asking;

  async function ask(action, ...names) {
    asking?.abort();
    const mine = asking = new AbortController();
    const body = new FormData(form);
    body.set('action', action);
    const answer = await fetch(location.pathname, { method: 'POST', body, headers: { 'X-Part': 'editor' }, signal: mine.signal });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const name of names) part(name).replaceChildren(...page.querySelector(`[data-part=${name}]`).childNodes);
  }

  const preview = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      ask('preview', 'preview', 'checks', 'counts').catch(() => {}); // the next key asks again; saving says what is wrong
    }, PREVIEW_AFTER);
  };
  form.addEventListener('input', preview);
  form.addEventListener('change', preview);

  const ARRANGES = /^(up|down|remove|add|template|view)-/;
  async function arrange(action) {
    const opened = new Set([...form.querySelectorAll('[data-block] > details[open]')].map(block => block.closest('[data-block]').dataset.rule).filter(Boolean));
    try {
      await ask(action, 'blocks', 'preview', 'checks', 'counts');
    } catch (error) {
      if (error.name !== 'AbortError') form.requestSubmit(form.querySelector(`button[value="${action}"]`)); // the whole page instead
      return;
    }
    for (const rule of opened) form.querySelector(`[data-rule="${rule}"] > details`)?.setAttribute('open', '');
    const said = form.querySelector('[data-said]')?.textContent.trim();
    if (said) document.dispatchEvent(new CustomEvent('portal:say', { detail: said }));
    form.dispatchEvent(new CustomEvent('draft:changed', { bubbles: true }));
    document.dispatchEvent(new CustomEvent('editor:drawn'));
  }

  form.addEventListener('submit', event => {
    const action = event.submitter?.value ?? '';
    if (!ARRANGES.test(action)) return;
    event.preventDefault();
    const block = event.submitter.closest('[data-block]');
    const place = block && [...block.parentElement.children].indexOf(block);
    const step = action.startsWith('up') ? 'up' : 'down';
    const rule = block?.dataset.rule;
    event.submitter.closest('details.menu')?.removeAttribute('open');
    arrange(action).then(() => {
      const blocks = [...form.querySelectorAll('[data-block]')];
      const same = rule ? form.querySelector(`[data-rule="${rule}"]`) : blocks[place];
      if (/^(up|down)/.test(action)) same?.querySelector(`button[value^="${step}-"]`)?.focus();
      else if (action.startsWith('view')) form.querySelector(`button[value=${action}]`)?.focus();
      else if (action.startsWith('add')) {
        const made = blocks.findLast(one => one.querySelector('details[open]') && !one.querySelector('textarea:not([data-markdown])')?.value)
          ?? blocks.at(-1);
        made?.querySelector('details')?.setAttribute('open', '');
        made?.querySelector('textarea, input:not([type=hidden])')?.focus();
      } else (blocks[Math.min(place, blocks.length - 1)]?.querySelector('summary') ?? form).focus();
    });
  });

  // Alt and an arrow moves the block one stands in; Ctrl-S saves.
  form.addEventListener('keydown', event => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const button = event.target.closest('[data-block]')?.querySelector(`button[value^="${event.key === 'ArrowUp' ? 'up' : 'down'}-"]`);
      if (button) { event.preventDefault(); form.requestSubmit(button); }
    }
  });
  document.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    form.requestSubmit(form.querySelector('.form-end button[value=save]'));
  });

  // A click on a rule in the preview opens its fields.
  part('preview').addEventListener('click', event => {
    const row = event.target.closest('tr[id^=r]');
    const block = row && !event.target.closest('a[href^="http"], summary') && form.querySelector(`[data-rule="${row.id}"]`);
    if (!block) return;
    event.preventDefault();
    block.querySelector('details').open = true;
    block.scrollIntoView({ block: 'center' });
    block.querySelector('textarea').focus();
  });

  // Dragging by the handle: the order of the blocks on the page is the order of the text.
  let dragged;
  form.addEventListener('dragstart', event => {
    if (!event.target.closest?.('[data-grip]')) return;
    dragged = event.target.closest('[data-block]');
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', dragged.dataset.block);
  });
  form.addEventListener('dragover', event => {
    const over = dragged && event.target.closest?.('[data-block]');
    if (!over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? 'before' : 'after'](dragged);
  });
  form.addEventListener('drop', event => { if (dragged) event.preventDefault(); });
  form.addEventListener('dragend', () => {
    if (!dragged) return;
    dragged = undefined;
    form.dispatchEvent(new CustomEvent('draft:changed', { bubbles: true }));
    arrange('preview');
  });

  // How the editor is laid out is remembered on this device.
  const layout = document.querySelector('.seg[data-for=ed]');
  try {
    const kept = localStorage.getItem('editor-layout');
    if (kept) layout.querySelector(`[value=${kept}]`)?.click();
    layout.addEventListener('click', event => {
      const pressed = event.target.closest('button');
      if (pressed) localStorage.setItem('editor-layout', pressed.value);
    });
  } catch { /* no storage: the layout starts anew */ }
})();
