/* The tools of a Markdown text area. What they insert goes through the browser, so that its undo knows it. */
(() => {
  const form = document.querySelector('form[data-editor]');
  if (!form) return;

  const put = (area, text, from, to) => {
    area.focus();
    if (from !== undefined) area.setSelectionRange(from, to);
    document.execCommand('insertText', false, text);
  };
  const around = mark => area => {
    const { selectionStart: from, selectionEnd: to, value } = area;
    put(area, `${mark}${value.slice(from, to)}${mark}`, from, to);
    if (from === to) area.setSelectionRange(from + mark.length, from + mark.length);
  };
  const lines = prefix => area => {
    const { value } = area;
    const from = value.lastIndexOf('\n', area.selectionStart - 1) + 1;
    const end = value.indexOf('\n', area.selectionEnd);
    const to = end < 0 ? value.length : end;
    put(area, value.slice(from, to).split('\n').map((line, n) => prefix(n) + line).join('\n'), from, to);
  };
  const block = text => area => {
    const before = area.value.slice(0, area.selectionStart);
    const gap = !before || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
    put(area, `${gap}${text}\n`);
  };
  const nextRule = () => {
    const all = [...form.querySelectorAll('textarea, input[type=hidden]')].map(field => field.value).join('\n');
    const used = [...all.matchAll(/^\/{3,}\s*rule\s*\|\s*R(\d+)/gm)].map(found => Number(found[1]));
    return Math.max(Number(form.querySelector('[data-toolbar]')?.dataset.highestRule ?? 0), 0, ...used) + 1;
  };
  const TOOLS = {
    bold: around('**'),
    italic: around('*'),
    heading: lines(() => '## '),
    bullets: lines(() => '- '),
    numbers: lines(n => `${n + 1}. `),
    link: area => {
      const { selectionStart: from, selectionEnd: to, value } = area;
      put(area, `[${value.slice(from, to)}](/g/)`, from, to);
    },
    table: block('| If | Do |\n| --- | --- |\n|  |  |'),
    rule: area => block(`/// rule | R${nextRule()}\nif: \ndo: \naction: \nseverity: \nlabel: \nescalate: \n///`)(area),
    pair: block('/// case | violating \n\n///\n\n/// case | not violating \n\n///'),
    term: block('/// term | \n\n///'),
  };

  const areaOf = () => form.querySelector('textarea[name=source]');
  const show = () => { for (const bar of form.querySelectorAll('[data-toolbar]')) bar.hidden = false; };
  show();
  document.addEventListener('editor:drawn', show);

  form.addEventListener('click', event => {
    const tool = event.target.closest('[data-tool]');
    if (tool) TOOLS[tool.dataset.tool]?.(areaOf());
  });
  form.addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = { b: 'bold', i: 'italic' }[event.key.toLowerCase()];
    if (!tool || !event.target.matches('textarea')) return;
    event.preventDefault();
    TOOLS[tool](event.target);
  });
})();
