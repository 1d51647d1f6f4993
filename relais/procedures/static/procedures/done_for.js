// What is asked of an act done for the person (its mandate, or why) shows once «Pour la personne» is chosen. Without this file it always shows.
"use strict";
(() => {
  for (const part of document.querySelectorAll("[data-doer]")) {
    const form = part.closest("form");
    const show = () => { part.hidden = form.elements.namedItem("doer").value !== part.dataset.doer; };
    form.addEventListener("change", show);
    show();
  }
})();
