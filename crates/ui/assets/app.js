// A layer over pages that work without it: keys for the desk, a guard against sending twice,
// drafts that save themselves, and a warning before typing is lost.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Keys. They are off while somebody types, and for good where the switch says so.
  const helps = all("[data-keys]");
  const switches = all("[data-keys-switch]");
  const store = {
    get: () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } },
    set: (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* not kept */ } },
  };
  let keysOn = helps.length > 0 && store.get();
  for (const help of helps) help.hidden = false;
  for (const box of switches) {
    box.checked = keysOn;
    box.addEventListener("change", () => {
      keysOn = box.checked;
      store.set(keysOn);
    });
  }
  const typing = (element) =>
    element.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])");
  const step = (by) => {
    const rows = all("[data-queue] tbody tr").filter((row) => row.querySelector("a"));
    if (rows.length === 0) return false;
    const here = rows.findIndex((row) => row.contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), rows.length - 1);
    rows[next].querySelector("a").focus();
    rows[next].scrollIntoView({ block: "nearest" });
    return true;
  };
  const follow = (key) => {
    const target = all("[data-key]").find((element) => element.dataset.key === key);
    if (!target) return false;
    // A button only gets the focus: Enter, the second stroke, uses it.
    target.focus();
    if (target.tagName !== "BUTTON") target.click();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (!keysOn || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    const used = key === "j" ? step(1) : key === "k" ? step(-1) : key.length === 1 && follow(key);
    if (used) event.preventDefault();
  });

  // Printing.
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Copying what stands in a field.
  for (const button of all("[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    if (!field || !navigator.clipboard) continue;
    button.hidden = false;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.copied;
      } catch { /* it stays marked, to be copied by hand */ }
    });
  }

  // Typing that is not saved yet, form by form.
  const unsaved = new Set();
  const guarded = all("form[data-guard], form[data-autosave]");
  for (const form of guarded) form.addEventListener("input", () => unsaved.add(form));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size > 0) event.preventDefault();
  });

  // Sending once. The lock opens again in case no answer comes.
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === "post" && !navigator.onLine && offline(form)) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    unsaved.delete(form);
    setTimeout(() => release(form), 30000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) all("form").forEach(release);
  });

  // Without a connection a form stays on the page, with everything typed in it.
  const offline = (form) => {
    const text = document.body.dataset.offline;
    if (!text) return false;
    let line = form.querySelector("[data-offline-line]");
    if (!line) {
      line = document.createElement("p");
      line.dataset.offlineLine = "";
      line.className = "error";
      line.setAttribute("role", "alert");
      form.append(line);
      window.addEventListener("online", () => line.remove());
    }
    line.textContent = text;
    return true;
  };

  // Drafts. The answer may carry {"fields": {name: value}} for hidden fields such as a version,
  // and {"message": text} to show.
  for (const form of all("form[data-autosave]")) {
    const line = form.querySelector("[data-save-status]") || document.querySelector("[data-save-status]");
    const say = (text) => { if (line) line.textContent = text; };
    let timer;
    let sending = false;
    const later = (wait) => {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    };
    const save = async () => {
      if (sending || !unsaved.has(form) || form.dataset.sent) return;
      sending = true;
      unsaved.delete(form);
      say(line?.dataset.saving);
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          body,
          redirect: "error",
          keepalive: true,
          headers: { Accept: "application/json" },
        });
        if (!answer.ok) throw new Error(answer.status);
        const told = await answer.json().catch(() => ({}));
        for (const [name, value] of Object.entries(told.fields || {})) {
          const field = form.elements.namedItem(name);
          if (field && field.type === "hidden") field.value = value;
        }
        say(told.message || line?.dataset.saved);
        if (unsaved.has(form)) later(2000);
      } catch {
        unsaved.add(form);
        say(line?.dataset.failed);
        later(20000);
      } finally {
        sending = false;
      }
    };
    form.addEventListener("input", () => later(2000));
    form.addEventListener("change", () => later(500));
    window.addEventListener("online", save);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save();
    });
  }
})();
