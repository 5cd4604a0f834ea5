/* Groups of buttons. A toolbar is one tab stop with arrow keys inside;
   <div class="seg" data-for="id"> switches data-view on the element with that id.
   What does nothing without a script is drawn `hidden data-with-script` and shown here. */
(() => {
  const items = bar => [...bar.querySelectorAll('button, summary, a')].filter(item => !item.closest('[hidden], .pop, noscript'));

  const prepare = () => {
    for (const element of document.querySelectorAll('[data-with-script][hidden]')) element.hidden = false;
    for (const bar of document.querySelectorAll('[role=toolbar]')) {
      items(bar).forEach((item, index) => { item.tabIndex = index ? -1 : 0; });
    }
  };
  prepare();
  document.addEventListener('editor:drawn', prepare);

  document.addEventListener('keydown', event => {
    const bar = event.target.closest?.('[role=toolbar]');
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!bar || !step) return;
    const all = items(bar), from = all.indexOf(event.target);
    if (from < 0) return;
    event.preventDefault();
    const to = all[(from + step + all.length) % all.length];
    for (const item of all) item.tabIndex = item === to ? 0 : -1;
    to.focus();
  });

  for (const group of document.querySelectorAll('.seg[data-for]')) {
    group.addEventListener('click', event => {
      const pressed = event.target.closest('button');
      if (!pressed) return;
      for (const button of group.querySelectorAll('button')) button.setAttribute('aria-pressed', button === pressed);
      document.getElementById(group.dataset.for).dataset.view = pressed.value;
    });
  }
})();
