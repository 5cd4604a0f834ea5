/* Groups of buttons. A toolbar is one tab stop with arrow keys inside;
   <div class="seg" data-for="id"> switches data-view on the element with that id. */
(() => {
  for (const bar of document.querySelectorAll('[role=toolbar]')) {
    const items = [...bar.querySelectorAll('button:not(.pop button), summary')];
    items.forEach((item, index) => { item.tabIndex = index ? -1 : 0; });
    bar.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const from = items.indexOf(event.target);
      if (!step || from < 0) return;
      event.preventDefault();
      const to = items[(from + step + items.length) % items.length];
      for (const item of items) item.tabIndex = item === to ? 0 : -1;
      to.focus();
    });
  }

  for (const group of document.querySelectorAll('.seg[data-for]')) {
    group.addEventListener('click', event => {
      const pressed = event.target.closest('button');
      if (!pressed) return;
      for (const button of group.querySelectorAll('button')) button.setAttribute('aria-pressed', button === pressed);
      document.getElementById(group.dataset.for).dataset.view = pressed.value;
    });
  }
})();
