"use strict";
const form = document.querySelector(".filters");
const count = document.querySelector("#count");
const rules = [...document.querySelectorAll(".rule")];
const words = new Map(rules.map((rule) => [rule, rule.textContent.toLowerCase()]));

function show() {
  const wanted = new Set([...form.querySelectorAll("[name=status]:checked")].map((box) => box.value));
  const open = form.elements.open.checked;
  const layer = form.elements.layer.value;
  const text = form.elements.text.value.trim().toLowerCase();
  const narrow = open || text || wanted.size < form.querySelectorAll("[name=status]").length;
  let shown = 0;
  for (const rule of rules) {
    const fits = wanted.has(rule.dataset.status) && (!open || "open" in rule.dataset) && words.get(rule).includes(text);
    rule.hidden = !fits;
  }
  for (const section of document.querySelectorAll("section[data-layer]")) {
    section.hidden = layer !== "" && section.dataset.layer !== layer;
    for (const file of section.querySelectorAll(".file")) {
      const left = file.querySelectorAll(".rule:not([hidden])").length;
      file.hidden = narrow && left === 0;
      if (text && left > 0) file.open = true;
      if (!section.hidden) shown += left;
    }
  }
  count.textContent = count.dataset.words.replace("0", String(shown));
}

form.addEventListener("input", show);
form.addEventListener("submit", (event) => event.preventDefault());
form.hidden = false;
show();
