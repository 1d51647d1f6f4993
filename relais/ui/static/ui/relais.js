// What the page gains when scripts run. Everything works without this file. No storage, no network, no inline code.
"use strict";
(() => {
  document.documentElement.classList.add("js");

  // One polite live line for the whole page: the last [data-announce] text, at most every two seconds, never moving the focus.
  const line = document.getElementById("annonce");
  let said = "", wanted = "", timer = 0;
  const speak = () => {
    timer = 0;
    if (!line || !wanted || wanted === said) return;
    said = wanted;
    line.textContent = wanted;
    timer = window.setTimeout(speak, 2000);
  };
  const announce = (text) => {
    wanted = text;
    if (!timer) speak();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    const root = event.detail.target || document;
    const source = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
    if (source) announce(source.dataset.announce);
    root.querySelector?.("[data-focus]")?.focus();
  });

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const text = "value" in source ? source.value : source.textContent;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // no clipboard permission or no https: select the text, so that Ctrl+C remains one gesture
      const range = document.createRange();
      range.selectNodeContents(source);
      if ("select" in source) source.select();
      else { window.getSelection().removeAllRanges(); window.getSelection().addRange(range); }
      announce(button.dataset.selected);
      return;
    }
    said = "";
    announce(button.dataset.copied);
    const label = button.querySelector("[data-label]");
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    window.setTimeout(() => { label.textContent = before; }, 2500);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy], [data-opens], button[data-print]");
    if (!button) return;
    if (button.dataset.copy) copy(button);
    if ("print" in button.dataset) window.print();
    if (button.dataset.opens) {
      const dialog = document.getElementById(button.dataset.opens);
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    }
  });

  document.querySelector("[data-focus]")?.focus();
})();
