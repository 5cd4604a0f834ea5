/* The shelf in this browser (localStorage) where unsaved text of a draft lies: by person and edition, for 30 days. Each
   opened page has its own place on it, so that an offer nobody answered is not written over. On a shared computer there
   is no shelf: what is typed stays in the page until the server has it. */
(() => {
  const form = document.querySelector('form[data-draft]');
  const status = document.querySelector('[data-keeping]');
  if (!form || !status) return;
  const PREFIX = 'draft:', DAYS = 30, MOST_TEXTS = 20, MOST_LETTERS = 700000;
  const NOT_TYPED = ['csrfmiddlewaretoken', 'seen', 'action', 'kept-id'];
  const { person, edition } = status.dataset;
  const mine = `${PREFIX}${person}:${edition}:`;
  const taken = read(sessionStorage, 'draft:taken');
  const isUnsaved = status.dataset.unsaved !== undefined;
  const here = isUnsaved && taken?.startsWith(mine) ? taken : mine + Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  try { sessionStorage.removeItem('draft:taken'); } catch { /* a browser without storage keeps nothing */ }

  function read(storage, key) {
    try { return storage.getItem(key); } catch { return null; }
  }
  const parse = text => { try { return JSON.parse(text); } catch { return null; } };
  const fields = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && !NOT_TYPED.includes(name));
  const text = () => JSON.stringify(fields());
  // As the server stores it, so that what it mended on its way in is not taken for unsaved.
  const plain = list => JSON.stringify(list.map(([name, value]) => [
    name, value.replace(/\r\n?|\u0085|\u2028|\u2029/g, '\n').replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '').normalize('NFC').trim(),
  ]).sort());

  const isShared = document.documentElement.dataset.shared === 'on';

  function forget(key) {
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
  }
  function keep() {
    if (isShared) return;
    const list = fields();
    const entry = JSON.stringify({ at: Date.now(), seen: form.elements.seen.value, fields: list });
    if (entry.length > MOST_LETTERS) return;
    try { localStorage.setItem(here, entry); } catch { /* full or forbidden: the form itself still holds the text */ }
  }
  function kept(prefix) {
    const found = [];
    try {
      for (const key of Object.keys(localStorage).filter(key => key.startsWith(prefix))) {
        const entry = parse(localStorage.getItem(key));
        if (entry?.at && Array.isArray(entry.fields)) found.push({ key, ...entry });
        else forget(key);
      }
    } catch { /* a browser without storage */ }
    return found.sort((one, other) => other.at - one.at);
  }

  kept(PREFIX).forEach((entry, place) => {
    if (place >= MOST_TEXTS || Date.now() - entry.at > DAYS * 86400000) forget(entry.key);
  });
  if (status.dataset.done.startsWith(mine)) forget(status.dataset.done);
  if (status.dataset.done) history.replaceState(null, '', location.pathname + location.hash);
  const now = plain(fields());
  for (const entry of kept(mine)) if (plain(entry.fields) === now && !isUnsaved) forget(entry.key);

  window.keepingShelf = {
    text,
    id: here,
    keep,
    keepIf: isDirty => { if (isDirty) keep(); },
    done: () => forget(here),
    forget,
    /* What differs from the form as it came, the newest first. */
    offers: () => kept(mine).filter(entry => entry.key !== here && plain(entry.fields) !== now),
    take: key => { try { sessionStorage.setItem('draft:taken', key); } catch { /* then it is offered once more */ } },
  };
})();
