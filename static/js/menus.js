/* Menus are <details>: they open without this file. Here Esc and a click outside close them. */
(() => {
  // On a phone the navigation and the tabs are wider than the screen: the page one is on stands in sight.
  for (const here of document.querySelectorAll('.top-nav [aria-current], .scroll .seg [aria-current]')) {
    const bar = here.closest('.scroll') ?? here.closest('ul').parentElement;
    const start = here.getBoundingClientRect().left - bar.getBoundingClientRect().left + bar.scrollLeft;
    if (start + here.offsetWidth > bar.clientWidth) bar.scrollLeft = start - bar.clientWidth / 3;
  }

  const menus = [...document.querySelectorAll('details.menu')];
  document.addEventListener('click', event => {
    for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    for (const menu of menus) {
      if (!menu.open) continue;
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });
})();
