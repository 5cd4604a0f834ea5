/* Pasting from Word, Google Docs or a web page: the server makes Markdown of it, and it is put in where the cursor was.
   <textarea data-paste="address" data-paste-failed="Pasted as plain text."> or an element around textareas. Typing goes
   on meanwhile; undo takes the paste back. Without this file the browser pastes plain text. */
(() => {
  const MOST = 1024 * 1024, PATIENCE = 10000;
  /* Tags and styles that say more than the words. As text: a parsed document would meet the page's own style policy. */
  const RICH = new RegExp([
    /<(?:h[1-6]|ul|ol|table|strong|i|em|s|del|code|pre|blockquote|img|b(?! style="font-weight: ?normal))[\s>]/,
    /<a\s[^>]{0,400}href=/,
    /style=[^>]{0,600}(?:mso-list|font-weight: ?(?:bold|[6-9]00)|font-style: ?italic)/,
  ].map(sign => sign.source).join('|'), 'i');
  const say = words => document.dispatchEvent(new CustomEvent('portal:say', { detail: words }));

  async function converted(address, area, html) {
    const body = new FormData();
    body.set('html', html);
    body.set('csrfmiddlewaretoken', area.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(address, {
      method: 'POST', body, headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.problem || '');
    return told;
  }

  /* Where the cursor was, after what was typed meanwhile: before it, or after, nothing changed. */
  function place(area, before, after) {
    if (area.value.startsWith(before)) return before.length;
    if (area.value.endsWith(after)) return area.value.length - after.length;
    return area.selectionStart;
  }

  /* Through the browser's own command, so that undo knows it. The cursor and the focus stay where they are by now. */
  function insert(area, at, text) {
    const [start, end, focused] = [area.selectionStart, area.selectionEnd, document.activeElement];
    const moved = position => (position >= at ? position + text.length : position);
    if (focused !== area) area.focus({ preventScroll: true });
    area.setSelectionRange(at, at);
    if (!document.execCommand('insertText', false, text)) {
      area.setRangeText(text, at, at, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }
    area.setSelectionRange(moved(start), moved(end));
    if (focused !== area) focused?.focus({ preventScroll: true });
  }

  /* Words go into the line; blocks stand apart from what is around them. */
  function fitted(markdown, plain, before, after) {
    const text = markdown.replace(/\n+$/, '');
    if (!text.includes('\n') && !/^(#|[-*] |\d+[.)] |> |```)/.test(text)) {
      return plain.match(/^ ?/)[0] + text + plain.match(/ ?$/)[0];
    }
    const gap = before === '' || /\n\n$/.test(before) ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    return gap + text + (after === '' || after.startsWith('\n') ? '\n' : '\n\n');
  }

  document.addEventListener('paste', async event => {
    const area = event.target;
    const marked = area.matches?.('textarea') && area.closest('[data-paste]');
    if (!marked || area.readOnly || !event.clipboardData) return;
    const html = event.clipboardData.getData('text/html'), plain = event.clipboardData.getData('text/plain');
    if (!html || html.length > MOST || !RICH.test(html)) return;
    event.preventDefault();
    if (area.selectionStart !== area.selectionEnd) document.execCommand('delete');
    const before = area.value.slice(0, area.selectionStart), after = area.value.slice(area.selectionStart);
    area.setAttribute('aria-busy', 'true');
    let text = plain, words = marked.dataset.pasteFailed || 'Pasted as plain text.';
    try {
      const told = await converted(marked.dataset.paste, area, html);
      if (told.markdown.trim()) { text = fitted(told.markdown, plain, before, after); words = told.said; }
    } catch (problem) {
      // Away, too slow or refused: the plain words are better than nothing.
      if (problem.name === 'Error' && problem.message) words = `${words} ${problem.message}`;
    }
    area.removeAttribute('aria-busy');
    // The editor may have put a new form in the place of the old one meanwhile.
    const now = area.isConnected ? area : document.getElementsByName(area.name)[0];
    if (text && now) insert(now, place(now, before, after), text);
    say(words);
  });
})();
