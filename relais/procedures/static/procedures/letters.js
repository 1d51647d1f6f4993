// Tool 3: a question is shown when its condition holds, and the paper follows the text as it is edited. Everything works without this file.
"use strict";
(() => {
  const form = document.querySelector(".letter-page");
  if (!form) return;

  const told = (name) => {
    const field = form.elements.namedItem(`c_${name}`) ?? form.elements.namedItem(name);
    if (!field) return "";
    if (field.type === "checkbox") return field.checked ? "oui" : "";
    return field.value.trim();
  };
  const holds = (test) => {
    const negated = test.startsWith("!");
    const [name, values] = test.replace(/^!/, "").split("=");
    const block = form.querySelector(`[name="c_${name}"], [name="${name}"]`)?.closest("[data-when]");
    // a question that is not asked counts as not told
    const value = block?.hidden ? "" : told(name);
    const found = values ? values.split("|").includes(value) : value !== "";
    return found !== negated;
  };
  const asked = [...form.querySelectorAll("[data-when]")];
  const show = () => asked.forEach((block) => { block.hidden = !block.dataset.when.split(";").every(holds); });
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();

  const text = form.querySelector("#corps"), paper = form.querySelector("#corps-imprime");
  if (!text || !paper) return;
  const line = (name, words) => {
    const made = document.createElement(name);
    made.dir = "auto";
    made.textContent = words;
    return made;
  };
  const paragraph = (lines) => {
    const made = line("p", "");
    lines.forEach((words, rank) => made.append(...(rank ? [document.createElement("br"), words] : [words])));
    return made;
  };
  const list = (lines) => {
    const made = document.createElement("ul");
    made.append(...lines.map((words) => line("li", words.slice(2).trim() || "-")));
    return made;
  };
  const runs = (lines) => lines.reduce((found, words) => {
    const item = words.startsWith("- "), last = found.at(-1);
    if (last && last.item === item) last.lines.push(words);
    else found.push({ item, lines: [words] });
    return found;
  }, []);
  text.addEventListener("input", () => {
    const pieces = text.value.split(/\n\s*\n/).map((piece) => piece.split("\n").map((words) => words.trimEnd()).filter((words) => words.trim()));
    paper.replaceChildren(...pieces.flatMap((lines) => runs(lines).map((run) => (run.item ? list : paragraph)(run.lines))));
  });
})();
