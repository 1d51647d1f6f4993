// What the screening page gains when scripts run: answers that keep their open folds, questions reached by their link, and the wiping
// of a page left alone. Nothing is stored, nothing is sent but the form itself. Everything works without this file.
"use strict";
(() => {
  const form = document.getElementById("situation");
  if (!form) return;
  const leave = () => window.location.replace(form.dataset.blank);

  // A shared post forgets its token too: no «back» then «send again» brings an older page to life. The page is empty meanwhile.
  const wipe = () => {
    if (!form.dataset.erase) return leave();
    window.clearInterval(watching);
    dialog.close();
    form.hidden = true;
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, libre_acces: "oui" });
    fetch(form.dataset.erase, { method: "POST", body, redirect: "manual" }).finally(leave);
  };

  // A page that the browser keeps in memory is hidden as it leaves, and not shown again when it comes back.
  window.addEventListener("pagehide", (event) => { if (event.persisted) form.hidden = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) leave(); });

  // Folds stay as they were when answers are replaced; a button that its own press replaced gives the focus to what took its place.
  let opened = new Set(), pressed = null;
  form.addEventListener("click", (event) => { pressed = event.target.closest("button[name][hx-post]"); });
  document.addEventListener("htmx:beforeSwap", () => {
    opened = new Set([...form.querySelectorAll("details[open]")].map((fold) => fold.id));
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    if (pressed && document.activeElement === document.body) {
      const [key] = pressed.value.split("=");
      const field = document.getElementById("f-" + key.replaceAll(".", "-").replaceAll("_", "-"));
      const twin = ["hesiter", "confirmer"].map((act) => document.getElementById(`${act}-${key}`)).find(Boolean);
      (twin || (pressed.name === "choisir" ? field : document.querySelector("#questions-utiles a, #questions-utiles button")))?.focus({ preventScroll: true });
    }
  });

  // The field in hand is not scolded before it is finished; only what was or becomes understood is sent back.
  document.addEventListener("htmx:configRequest", (event) => {
    const field = document.activeElement;
    const typing = event.detail.triggeringEvent?.type === "input" && field?.type === "text";
    if (typing) event.detail.parameters.actif = field.name;
    const read = [...form.querySelectorAll(".echo")].filter((echo) => echo.childElementCount);
    event.detail.parameters.lus = read.map((echo) => echo.id).join(" ");
  });

  // A question reached by its link: what hides it opens, and it takes the focus because it was asked for.
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goto]");
    const field = link && document.getElementById(link.dataset.goto);
    if (!field) return;
    event.preventDefault();
    for (let up = field; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") up.open = true;
      if (up.classList.contains("when")) up.classList.add("shown");
    }
    field.focus();
    field.scrollIntoView({ block: "center" });
  });

  // Enter in a box asks for the answers without leaving the page.
  form.addEventListener("keydown", (event) => {
    const questions = document.getElementById("questions");
    if (event.key !== "Enter" || event.target.type !== "text" || !questions || !window.htmx) return;
    event.preventDefault();
    window.htmx.trigger(questions, "relire");
  });

  // Time: a state lasts thirty minutes from the last exchange; a shared post is wiped after two idle minutes. Warned, extendable.
  const dialog = document.getElementById("attente");
  const shared = Number(form.dataset.shared || 0) * 1000;
  const lifetime = Number(form.dataset.expires) * 1000;
  const warning = shared ? 30000 : 120000;
  let exchanged = Date.now(), touched = Date.now(), stayed = 0;
  const left = () => Math.min(exchanged + lifetime - Date.now(), shared ? touched + shared - Date.now() : Infinity);
  const stay = () => {
    touched = stayed = Date.now();
    if (dialog.open) dialog.close();
    if (exchanged + lifetime - Date.now() < 240000) extend();
  };
  // The page stays as it is, at the step where it is: only its state is sealed again, unless an exchange has renewed it meanwhile.
  const extend = async () => {
    const sent = form.elements.etat.value;
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, etat: sent });
    const answer = await fetch(form.dataset.extend, { method: "POST", body }).catch(() => null);
    if (!answer?.ok) return;
    const sealed = await answer.text();
    if (form.elements.etat.value === sent) form.elements.etat.value = sealed;
    exchanged = Date.now();
  };
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) exchanged = Date.now(); });
  for (const act of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    document.addEventListener(act, () => { if (!dialog.open) touched = Date.now(); }, { passive: true });
  }
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  for (const words of dialog.querySelectorAll("[data-words]")) words.hidden = (words.dataset.words === "shared") !== Boolean(shared);
  const watching = window.setInterval(() => {
    const time = left();
    if (time <= 0) wipe();
    // an extension asked for is on its way: its answer is awaited before the warning comes back
    else if (time <= warning && !dialog.open && Date.now() - stayed > 15000) dialog.showModal();
  }, 1000);
})();
