"use strict";

// Times are written in UTC by the server. Here they become those of the reader's place; the UTC time
// stays in the tooltip. Without this file every page works, in UTC.
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const forms = {
    full: new Intl.DateTimeFormat(undefined, {
      day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
    }),
    clock: new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }),
    day: new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }),
  };

  const localize = (root) => {
    root.querySelectorAll("[data-moment]").forEach((text) => {
      const moment = text.dataset.moment || text.parentElement.getAttribute("datetime");
      if (moment) {
        text.textContent = forms[text.dataset.form || "full"].format(new Date(moment));
      }
    });
    root.querySelectorAll("small.zone").forEach((name) => { name.textContent = zone; });
    root.querySelectorAll("input.zone").forEach((field) => { field.value = zone; });
  };

  // On a narrow screen the pages are behind a button.
  const menu = document.querySelector("button.menu");
  if (menu) {
    menu.hidden = false;
    document.documentElement.classList.add("folds");
    menu.addEventListener("click", () => {
      const open = menu.getAttribute("aria-expanded") !== "true";
      menu.setAttribute("aria-expanded", String(open));
    });
  }

  localize(document);
  // A refresh must not close what somebody has opened.
  let opened = [];
  document.addEventListener("htmx:beforeSwap", () => {
    opened = [...document.querySelectorAll("main details[open] > summary[id]")].map((one) => one.id);
  });
  const restore = () => {
    localize(document);
    opened.forEach((id) => document.getElementById(id)?.parentElement.setAttribute("open", ""));
  };
  document.addEventListener("htmx:afterSwap", restore);
  document.addEventListener("htmx:afterSettle", restore);
})();
