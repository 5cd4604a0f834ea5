/* Deeds that ask once more: <form data-confirm="Discard this draft?"> or a button with it.
   The server checks every deed anyway; this only saves a slip of the hand. */
(() => {
  document.addEventListener('submit', event => {
    const question = event.submitter?.dataset.confirm || event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });
})();
