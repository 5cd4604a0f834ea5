/* The tools of the editor's text areas, and the keys that do the same. What they insert goes through the browser, so
   that its undo knows it. They work on the text area one was in last. */
(() => {
  const form = document.querySelector('form[data-editor]');
  if (!form) return;
  const AREAS = 'textarea[data-markdown]';
  const say = words => document.dispatchEvent(new CustomEvent('portal:say', { detail: words }));
  let last;
  form.addEventListener('focusin', event => { if (event.target.matches(AREAS)) last = event.target; });
  const areaOf = () => (last?.isConnected && last.offsetParent ? last : form.querySelector('textarea[name=source]'));

  const put = (area, text, from, to) => {
    area.focus();
    if (from !== undefined) area.setSelectionRange(from, to);
    if (text === '') document.execCommand('delete');
    else document.execCommand('insertText', false, text);
  };
  const around = mark => area => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    put(area, `${mark}${value.slice(from, to)}${mark}`, from, to);
    area.setSelectionRange(from + mark.length, to + mark.length);
  };
  const lines = prefix => area => {
    const { value } = area;
    const from = value.lastIndexOf('\n', area.selectionStart - 1) + 1;
    const end = value.indexOf('\n', area.selectionEnd);
    const to = end < 0 ? value.length : end;
    put(area, value.slice(from, to).split('\n').map((line, n) => prefix(n) + line).join('\n'), from, to);
  };
  /* A block of its own; the cursor goes where ‸ stands. */
  const block = text => area => {
    const from = area.selectionStart, before = area.value.slice(0, from);
    const gap = !before || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    put(area, `${gap}${text.replace('‸', '')}\n`);
    const at = from + gap.length + text.indexOf('‸');
    if (text.includes('‸')) area.setSelectionRange(at, at);
  };
  const RULES = /^\/{3,}[ \t]*rule[ \t]*\|[ \t]*(R\d+)/gm;
  const nextRule = area => {
    const used = [...area.value.matchAll(RULES)].map(found => Number(found[1].slice(1)));
    return Math.max(Number(form.querySelector('[data-toolbar]').dataset.highestRule), 0, ...used) + 1;
  };
  const ruleAbove = area => [...area.value.slice(0, area.selectionStart).matchAll(RULES)].at(-1)?.[1] ?? 'R1';
  const TOOLS = {
    bold: around('**'),
    italic: around('*'),
    heading: lines(() => '## '),
    bullets: lines(() => '- '),
    numbers: lines(n => `${n + 1}. `),
    link: area => {
      const { selectionStart: from, selectionEnd: to, value } = area;
      put(area, `[${value.slice(from, to)}](/g/)`, from, to);
      if (from === to) area.setSelectionRange(from + 1, from + 1);
      else area.setSelectionRange(to + 3, to + 6);
    },
    table: block('| ‸ |  |\n| --- | --- |\n|  |  |'),
    rule: area => block(`/// rule | R${nextRule(area)}\nif: ‸\ndo: \naction: \nseverity: \nlabel: \nescalate: \n///`)(area),
    pair: area => block(`/// case | violating ${ruleAbove(area)}\n‸\n///\n\n/// case | not violating ${ruleAbove(area)}\n\n///`)(area),
    term: block('/// term | ‸\n\n///'),
    image: area => openImage(area),
  };

  form.addEventListener('click', event => {
    const tool = event.target.closest('[data-tool]');
    if (!tool) return;
    const area = areaOf();
    if (area) TOOLS[tool.dataset.tool](area);
    else say(form.dataset.where);
  });
  form.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: 'bold', i: 'italic', k: 'link' }[event.key.toLowerCase()];
    if (!tool || !event.target.matches(AREAS)) return;
    event.preventDefault();
    event.stopPropagation(); // elsewhere Ctrl-K opens the search
    TOOLS[tool](event.target);
  });

  /* An image: its file goes to the server, the line that shows it into the text. */
  const dialog = document.querySelector('[data-image]');
  const problem = dialog.querySelector('[data-image-problem]');
  let into, at;
  function openImage(area) {
    [into, at] = [area, area.selectionStart];
    problem.hidden = true;
    dialog.showModal();
  }
  const told = sentence => {
    problem.hidden = false;
    problem.querySelector('span').textContent = sentence;
  };
  dialog.querySelector('[data-image-close]').addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => into?.focus());
  dialog.querySelector('form').addEventListener('submit', async event => {
    event.preventDefault();
    const asked = event.target, button = event.submitter;
    button.disabled = true;
    try {
      const body = new FormData(asked);
      body.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(asked.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      const found = await answer.json();
      if (!answer.ok) { told(found.problem); return; }
      dialog.close();
      asked.reset();
      into.setSelectionRange(at, at);
      block(`${found.markdown}`)(into);
    } catch {
      told(problem.dataset.away);
    } finally {
      button.disabled = false;
    }
  });
})();
