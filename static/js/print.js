/* The print button of a reading page. Without a script it is not shown: the browser's own menu prints. */
for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print());
}
