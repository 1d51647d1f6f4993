// A file dropped anywhere on the form goes in its field; without this script, the field is used as it is. No storage, no network.
"use strict";
(() => {
  const field = document.querySelector("input[type=file][data-drop]");
  if (!field) return;
  const form = field.form;
  const line = document.getElementById("annonce");
  // one document at a time: choosing one way lets go of the other
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    for (const other of form.querySelectorAll("input[type=file]")) if (other !== event.target) other.value = "";
  });
  const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      if (!holds(event)) return;
      event.preventDefault();
      form.classList.add("drop-here");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("drop-here");
  });
  form.addEventListener("drop", (event) => {
    if (!holds(event)) return;
    event.preventDefault();
    form.classList.remove("drop-here");
    const one = new DataTransfer();
    if (event.dataTransfer.files.length) one.items.add(event.dataTransfer.files[0]);
    field.files = one.files;
    if (line && field.files.length) line.textContent = `${form.dataset.dropped} : ${field.files[0].name}`;
    field.focus();
  });
})();
