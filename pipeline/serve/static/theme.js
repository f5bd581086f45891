// Light or dark, as it was last chosen, before anything is drawn.
"use strict";
try {
  const chosen = localStorage.getItem("galerada-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch { /* a folder of files may have no storage: then it is as the system has it */ }
document.documentElement.classList.add("scripted");
