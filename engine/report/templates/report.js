"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const form = byId("filter");
  const items = all("[data-verdict]");
  const words = new Map(all('input[name="verdict"]').map((box) => [box.value, box.closest("label").textContent.trim()]));

  // What can only be done with a script is shown by the script: without one the page is the whole list.
  form.hidden = false;
  for (const one of all(".copy, .copies")) one.hidden = false;

  // On a narrow screen the report comes first.
  form.querySelector("details").open = matchMedia("(min-width: 60rem)").matches;

  const chosen = (name) => new Set(all(`input[name="${name}"]:checked`, form).map((box) => box.value));

  function count() {
    const sums = new Map([...words.keys()].map((key) => [key, [0, 0]]));
    for (const item of items) {
      if (!item.dataset.count) continue;
      const sum = sums.get(item.dataset.count);
      sum[1] += Number(item.dataset.size);
      if (!item.hidden) sum[0] += Number(item.dataset.size);
    }
    return [...sums].filter(([, [, total]]) => total);
  }

  function say(filtered) {
    const sums = count();
    const parts = sums.map(([key, [shown, total]]) => `${words.get(key)}${shown}（共${total}）`);
    byId("shown").toggleAttribute("data-filtered", filtered);
    byId("shown").textContent = filtered
      ? `按筛选只显示一部分：${parts.join("，")}。` + (sums.some(([, [shown]]) => shown) ? "" : "没有符合的事项。")
      : "";
  }

  // A heading stays while something between it and the next heading of its rank does.
  function tidy(section) {
    for (const rank of ["h5", "h4"]) {
      for (const heading of all(rank, section)) {
        let one = heading.nextElementSibling;
        let own = 0;
        let left = 0;
        for (; one && !(one.tagName <= heading.tagName && /^H\d$/.test(one.tagName)); one = one.nextElementSibling) {
          if (!one.matches("[data-verdict]")) continue;
          own += 1;
          left += one.hidden ? 0 : 1;
        }
        heading.hidden = own > 0 && left === 0;
      }
    }
    const note = section.querySelector(":scope > .none");
    if (note) note.hidden = all("[data-verdict]", section).some((item) => !item.hidden);
  }

  function filter() {
    const verdicts = chosen("verdict");
    const severities = chosen("severity");
    const theme = form.elements.theme.value;
    let hidden = 0;
    for (const item of items) {
      const { verdict, severity, themes } = item.dataset;
      const fits = !theme || themes.split(" ").includes(theme);
      item.hidden = !(fits && verdicts.has(verdict) && severities.has(severity));
      hidden += item.hidden ? 1 : 0;
    }
    all(".department > section").forEach(tidy);
    say(hidden > 0);
  }

  form.addEventListener("change", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    filter();
    byId("shown").textContent = "已全部显示。";
  }));

  // The clipboard. The event gives Word exactly what stands here, also in a file opened from a disk; the other way is
  // for browsers that no longer let a page copy by itself.
  function byEvent(rich, plain) {
    let given = false;
    const give = (event) => {
      event.clipboardData.setData("text/html", rich);
      event.clipboardData.setData("text/plain", plain);
      event.preventDefault();
      event.stopImmediatePropagation();
      given = true;
    };
    document.addEventListener("copy", give, { capture: true, once: true });
    try {
      return document.execCommand("copy") && given;
    } catch {
      return false;
    } finally {
      document.removeEventListener("copy", give, { capture: true });
    }
  }

  async function byPromise(rich, plain) {
    try {
      const blob = (type, text) => new Blob([text], { type });
      const both = { "text/html": blob("text/html", rich), "text/plain": blob("text/plain", plain) };
      await navigator.clipboard.write([new ClipboardItem(both)]);
      return true;
    } catch {
      return false;
    }
  }

  async function copy(button) {
    const { head, tail, whole, pieces } = JSON.parse(byId(`d${button.dataset.copy}-data`).textContent);
    const key = button.dataset.key;
    const own = key === undefined ? pieces.slice(0, whole) : [pieces[Number(key)]];
    const rich = head + own.map((piece) => piece[0]).join("\n") + tail;
    const plain = own.map((piece) => piece[1]).join("\n");
    const done = byEvent(rich, plain) || (await byPromise(rich, plain));
    const said = byId("said");
    said.textContent = done ? `已复制${own.length}段，可以粘贴了。` : "浏览器不让复制，请选中文字后按 Ctrl+C。";
    said.dataset.done = String(done);
    clearTimeout(copy.timer);
    copy.timer = setTimeout(() => { said.textContent = ""; }, 8000);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
  });

  // On paper nothing is folded away.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])").filter((one) => !one.closest("figure"));
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened = [];
  });
})();
