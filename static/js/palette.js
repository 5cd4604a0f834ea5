/* Search from everywhere: / or Ctrl-K opens the dialog; results come while you type, Enter opens the one that is marked.
   Without this file its button is a link to the search page. What it remembers in this browser are citations alone,
   by person, never words of a guideline; titles are asked for again, through the rights of whoever is signed in. */
(() => {
  const palette = document.getElementById('palette');
  if (!palette) return;
  const form = palette.querySelector('form');
  const input = palette.querySelector('input');
  const list = palette.querySelector('[role=listbox]');
  const found = list.querySelector('[data-results]');
  const status = palette.querySelector('[data-count]');
  const { options: address, person, found: foundName, recent: recentName } = palette.dataset;
  const KEY = `opened:${person}`, MOST = 8, PAUSE = 90, PATIENCE = 300;
  let opener, running, waiting, patience;
  let entered = false; // Enter came before the answer
  let shown = null; // the text whose results stand in the list; null while they are awaited

  // What was opened last

  const kept = () => {
    try {
      const list = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(list) ? list.filter(one => typeof one === 'string').slice(0, MOST) : [];
    } catch { return []; }
  };
  const remember = cite => {
    if (document.documentElement.dataset.shared === 'on') return; // the next person's search begins with nothing
    try { localStorage.setItem(KEY, JSON.stringify([cite, ...kept().filter(one => one !== cite)].slice(0, MOST))); } catch { /* no storage: nothing is remembered */ }
  };
  const here = location.pathname.match(/^\/g\/([A-Z]{2,4}-[A-Z]{2,4}-\d{1,6})\/(?:[Rr](\d{1,4})\/?)?$/);
  const row = here && (here[2] ?? location.hash.match(/^#r(\d{1,4})$/)?.[1]);
  const current = here && (row ? `${here[1]} R${row}` : here[1]);
  if (current) remember(current);

  // The list

  const all = () => [...list.querySelectorAll('[role=option]:not([hidden])')];
  const marked = () => list.querySelector('[aria-selected=true]');
  const mark = option => {
    marked()?.setAttribute('aria-selected', 'false');
    if (!option) return input.removeAttribute('aria-activedescendant');
    option.setAttribute('aria-selected', 'true');
    input.setAttribute('aria-activedescendant', option.id);
    option.scrollIntoView({ block: 'nearest' });
  };
  const element = (name, text, names = {}) => {
    const made = document.createElement(name);
    made.append(text);
    for (const [key, value] of Object.entries(names)) made.setAttribute(key, value);
    return made;
  };
  const policyId = text => {
    const [market, ...rest] = text.split('-');
    const code = element('b', market);
    code.append(element('i', '-'));
    const made = element('span', code, { class: 'pid' });
    made.append(rest.join('-'));
    return made;
  };
  const drawn = (option, place) => {
    const made = element('div', policyId(option.policy_id), { role: 'option', id: `pal-${place}`, 'aria-selected': 'false', 'data-href': option.url });
    made.append(element('span', option.text, { lang: option.language }), element('small', option.note));
    return made;
  };
  const fill = (name, nodes, nothing = '') => {
    found.querySelector('h2').textContent = nodes.length ? name : nothing;
    for (const old of found.querySelectorAll(':scope > :not(h2)')) old.remove();
    found.append(...nodes);
    found.hidden = !nodes.length && !nothing;
    list.removeAttribute('aria-busy');
  };
  const show = (text, options, said = '', heading = '', also = '') => {
    clearTimeout(patience);
    const line = also ? [element('p', also, { class: 'hint', role: 'presentation' })] : [];
    fill(heading || (text ? foundName : recentName), [...line, ...options.map(drawn)], said);
    shown = text;
    mark(all()[0]);
    status.textContent = [heading, said, also].join(' ').trim();
    if (entered) go(text ? marked() : null);
  };
  const wait = () => {
    fill(foundName, Array.from({ length: 3 }, () => element('p', '\u00a0', { class: 'skeleton', role: 'presentation' })));
    list.setAttribute('aria-busy', 'true');
    mark(all()[0]);
  };

  // What fits

  const ask = async text => {
    running?.abort();
    running = new AbortController();
    clearTimeout(patience);
    const query = text ? new URLSearchParams({ q: text }) : new URLSearchParams(kept().filter(cite => cite !== current).map(cite => ['recent', cite]));
    if (!`${query}`) return show(text, []);
    if (text) patience = setTimeout(wait, PATIENCE);
    try {
      const response = await fetch(`${address}?${query}`, { signal: running.signal, headers: { Accept: 'application/json' } });
      if (!response.ok || response.redirected) throw new Error('signed out, or no answer');
      const answer = await response.json();
      show(text, answer.options, answer.said, answer.heading, answer.also);
    } catch (problem) {
      if (problem.name !== 'AbortError') show(text, []); // the search page is still offered
    }
  };
  const typed = () => {
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text === shown) return;
    shown = null;
    entered = false;
    for (const option of list.querySelectorAll('[data-href^="/"]')) {
      if (!found.contains(option)) option.hidden = !option.textContent.toLowerCase().includes(text.toLowerCase());
    }
    waiting = setTimeout(ask, text ? PAUSE : 0, text);
  };
  const open = from => {
    if (palette.open) return;
    opener = from;
    palette.showModal();
    input.select();
    input.focus();
    mark(all()[0]);
    if (shown === null) typed();
  };
  function go(option) {
    if (!option?.dataset.href) return form.submit();
    opener = null;
    palette.close();
    location.assign(option.dataset.href);
  }

  form.addEventListener('submit', event => {
    event.preventDefault();
    if (shown === input.value.trim()) go(marked());
    else entered = true; // what it opens must not depend on who was faster
  });
  input.addEventListener('input', typed);
  input.addEventListener('keydown', event => {
    const options = all(), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark(options[(options.indexOf(marked()) + step + options.length) % options.length]);
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.submit();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      palette.close();
    }
  });
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]');
    if (option) go(option);
  });

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
  palette.addEventListener('close', () => { running?.abort(); opener?.focus(); });

  document.addEventListener('keydown', event => {
    const typing = event.target.matches('input, textarea, select, [contenteditable]');
    const slash = event.key === '/' && !typing && document.documentElement.dataset.keys !== 'off';
    const chord = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey);
    if (!slash && !chord) return;
    event.preventDefault();
    open(document.activeElement);
  });
})();
