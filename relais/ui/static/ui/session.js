// A member's page left alone is locked and covered, said two minutes before and put off by one press; its password opens it again in place,
// with all that was typed. The end of the session is said too. Nothing is stored; without scripts the server locks at the next request.
// Pages of the same member tell each other that one of them has just asked the server something, was locked or unlocked.
"use strict";
(() => {
  const dialog = document.getElementById("session");
  const opening = dialog.querySelector("[data-unlock]"), provider = dialog.querySelector("[data-provider]"), refusal = document.getElementById("session-refus");
  const started = Date.now(), warning = 120000;
  const idle = Number(dialog.dataset.idle) * 1000, whole = Number(dialog.dataset.left) * 1000;
  let asked = started, said = "";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("relais-session") : null;
  const seen = (at) => {
    asked = Math.max(asked, at);
    if (said === "idle" && asked + idle - Date.now() > warning) hush();
  };
  const exchanged = () => { seen(Date.now()); channel?.postMessage(Date.now()); };
  const hush = () => { said = ""; dialog.close(); };
  const show = (words) => {
    if (said === words || dialog.dataset.heard === words) return;
    said = words;
    for (const part of dialog.querySelectorAll("[data-words]")) part.hidden = part.dataset.words !== words;
    const only = { stay: ["idle"], close: ["left", "over"], leave: ["idle", "left", "locked"], again: ["over"] };
    for (const [name, when] of Object.entries(only)) dialog.querySelector(`[data-${name}]`).hidden = !when.includes(words);
    opening.hidden = words !== "locked";
    if (provider) provider.hidden = opening.hidden;
    document.documentElement.classList.toggle("locked", words === "locked");
    if (!dialog.open) dialog.showModal();
    if (words === "locked") (opening.elements.password ?? provider?.querySelector("button"))?.focus();
  };
  const post = (address, form) => {
    const body = new URLSearchParams(new FormData(form));
    body.set("ici", "oui");
    return fetch(address, { method: "POST", body, redirect: "manual" }).catch(() => null);
  };
  const lock = () => {
    document.dispatchEvent(new Event("relais:lock"));
    post(dialog.dataset.lock, opening);
    opening.reset();
    show("locked");
  };
  const unlocked = () => {
    document.documentElement.classList.remove("locked");
    opening.reset();
    refusal.hidden = true;
    seen(Date.now());
    if (said === "locked") hush();
  };
  channel?.addEventListener("message", (event) => {
    if (event.data === "locked") show("locked");
    else if (event.data === "unlocked") unlocked();
    else seen(Number(event.data) || 0);
  });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) exchanged(); });
  document.addEventListener("relais:asked", exchanged);
  exchanged();

  opening.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await post(opening.action, opening);
    if (answer?.status === 204) { unlocked(); channel?.postMessage("unlocked"); }
    else if (answer?.status === 422 || answer?.status === 429) {
      refusal.textContent = await answer.text();
      refusal.hidden = false;
      opening.elements.password.select();
    } else if (answer) { document.documentElement.classList.remove("locked"); window.location.reload(); }
  });
  const stay = async () => {
    const answer = await post(dialog.dataset.extend, opening);
    if (answer?.ok) exchanged();
    else if (answer) show("locked");
  };
  // another tab went to the provider: coming back to this one, the page asks whether the session is open again.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || said !== "locked" || !provider) return;
    const answer = await post(dialog.dataset.extend, opening);
    if (answer?.ok) { unlocked(); channel?.postMessage("unlocked"); }
  });
  const heard = () => { dialog.dataset.heard = said; hush(); };
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-close]").addEventListener("click", heard);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (said === "idle") stay();
    else if (said !== "locked") heard();
  });
  window.setInterval(() => {
    const now = Date.now(), free = asked + idle - now, rest = started + whole - now;
    if (said === "locked") return;
    if (rest <= 0) show("over");
    else if (free <= 0) { lock(); channel?.postMessage("locked"); }
    else if (rest <= warning) show("left");
    else if (free <= warning) show("idle");
  }, 1000);
})();
