// The end of a member's session, said two minutes before and put off by one press. Nothing is stored; without scripts the account page
// says when the session ends. Pages of the same member tell each other that one of them has just asked the server something.
"use strict";
(() => {
  const dialog = document.getElementById("session");
  const started = Date.now(), warning = 120000;
  const idle = Number(dialog.dataset.idle) * 1000, whole = Number(dialog.dataset.left) * 1000;
  let asked = started, said = "";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("relais-session") : null;
  const seen = (at) => {
    asked = Math.max(asked, at);
    if (said === "idle" && asked + idle - Date.now() > warning) hush();
  };
  const exchanged = () => { seen(Date.now()); channel?.postMessage(Date.now()); };
  channel?.addEventListener("message", (event) => seen(Number(event.data) || 0));
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) exchanged(); });
  exchanged();

  const hush = () => { said = ""; dialog.close(); };
  const show = (words) => {
    if (said === words || dialog.dataset.heard === words) return;
    said = words;
    for (const part of dialog.querySelectorAll("[data-words]")) part.hidden = part.dataset.words !== words;
    dialog.querySelector("[data-stay]").hidden = words !== "idle";
    dialog.querySelector("[data-close]").hidden = words === "idle";
    dialog.querySelector("[data-leave]").hidden = words === "over";
    dialog.querySelector("[data-again]").hidden = words !== "over";
    if (!dialog.open) dialog.showModal();
  };
  const stay = async () => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: dialog.querySelector("[name=csrfmiddlewaretoken]").value });
    const answer = await fetch(dialog.dataset.extend, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (answer?.ok) exchanged();
    else if (answer) show("over");
  };
  const heard = () => { dialog.dataset.heard = said; hush(); };
  dialog.querySelector("[data-stay]").addEventListener("click", stay);
  dialog.querySelector("[data-close]").addEventListener("click", heard);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); if (said === "idle") stay(); else heard(); });
  window.setInterval(() => {
    const now = Date.now(), free = asked + idle - now, rest = started + whole - now;
    if (Math.min(free, rest) <= 0) show("over");
    else if (rest <= warning) show("left");
    else if (free <= warning) show("idle");
  }, 1000);
})();
