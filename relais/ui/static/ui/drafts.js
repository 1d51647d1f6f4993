// Texts under way are sent to the server some seconds after typing stops and when the page is hidden, to be kept for their author alone.
// Nothing is stored in the browser. Without this file a form sent after its session was over still keeps its texts.
"use strict";
(() => {
  if (document.documentElement.dataset.drafts) return;
  document.documentElement.dataset.drafts = "on";
  const pause = 3000, waiting = new Map();
  const slipOf = (form) => form?.querySelector("[data-draft-slip]");
  const tell = (form, words) => {
    const line = form.querySelector("[data-draft-state]");
    if (line && words) { line.textContent = words; line.hidden = false; }
  };
  const send = async (form, leaving) => {
    const slip = slipOf(form);
    window.clearTimeout(waiting.get(form)?.timer);
    waiting.delete(form);
    if (!slip || form.dataset.sent) return;
    const body = new URLSearchParams({ [slip.name]: slip.value });
    for (const box of form.querySelectorAll("[data-draft]")) body.set(box.name, box.value);
    const answer = await fetch(slip.dataset.draftSlip, { method: "POST", body, keepalive: leaving && body.toString().length < 60000 }).catch(() => null);
    if (answer?.ok) document.dispatchEvent(new Event("relais:asked"));
    if (answer?.ok || answer?.status === 422) tell(form, await answer.text());
    if (!answer && !leaving) { waiting.set(form, {}); tell(form, slip.dataset.draftOffline); }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-draft]")?.form;
    if (!slipOf(form)) return;
    window.clearTimeout(waiting.get(form)?.timer);
    waiting.set(form, { timer: window.setTimeout(send, pause, form, false) });
  });
  const flush = () => { for (const form of [...waiting.keys()]) send(form, true); };
  // what is being saved is no draft any more: nothing is sent behind its back
  document.addEventListener("submit", (event) => {
    window.clearTimeout(waiting.get(event.target)?.timer);
    waiting.delete(event.target);
    event.target.dataset.sent = "yes";
  });
  document.addEventListener("htmx:afterRequest", (event) => { delete event.target.closest?.("form")?.dataset.sent; });
  window.addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  window.addEventListener("online", () => { for (const form of [...waiting.keys()]) send(form, false); });
  window.addEventListener("pagehide", flush);
  document.addEventListener("relais:lock", () => { for (const form of [...waiting.keys()]) send(form, true); });
})();
