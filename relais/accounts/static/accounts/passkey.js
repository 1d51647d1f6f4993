// Passkeys: asks the server for a challenge, the browser for its answer, and posts it with the form. Nothing is stored.
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  const button = form?.querySelector("[data-ask]");
  if (!form || !button) return;
  const adding = form.dataset.passkey === "add";
  const problem = form.querySelector("[data-problem]");
  const options = async () => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value });
    const asked = await fetch(form.dataset.challenge, { method: "POST", body, redirect: "error" });
    if (!asked.ok) throw new Error(String(asked.status));
    return (await asked.json()).publicKey;
  };
  const answer = async (asked) => (adding
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) }));
  button.addEventListener("click", async () => {
    problem.hidden = true;
    try {
      const credential = await answer(await options());
      form.elements.answer.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
})();
