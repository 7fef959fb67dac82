"use strict";
// Everything can be read without this: it adds buttons to copy and to sort, and tells the numbers
// of a plot under it.
(() => {
  const words = document.body.dataset;
  const status = document.createElement("div");
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.body.append(status);

  async function copied(code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      return true;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      return document.execCommand("copy");
    }
  }

  for (const box of document.querySelectorAll(".command")) {
    const code = box.querySelector("code");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.addEventListener("click", async () => {
      if (await copied(code)) {
        button.textContent = status.textContent = words.copied;
        setTimeout(() => { button.textContent = words.copy; status.textContent = ""; }, 2000);
      }
    });
    box.append(button);
  }

  const key = (cell) => {
    const text = cell ? cell.dataset.sort ?? cell.textContent.trim() : "";
    const number = /^[-+]?[\d,.]+/.test(text) ? parseFloat(text.replaceAll(",", "")) : NaN;
    return { text, number };
  };
  const compare = (one, other) =>
    Number.isNaN(one.number) || Number.isNaN(other.number) || one.number === other.number
      ? one.text.localeCompare(other.text, undefined, { numeric: true })
      : one.number - other.number;

  for (const table of document.querySelectorAll("table.sortable")) {
    const headings = [...table.tHead.rows[0].cells];
    headings.forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const isDescending = heading.getAttribute("aria-sort") === "ascending";
        headings.forEach((one) => one.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => ({ row, key: key(row.cells[column]) }));
        rows.sort((one, other) => (isDescending ? compare(other.key, one.key) : compare(one.key, other.key)));
        table.tBodies[0].append(...rows.map(({ row }) => row));
      });
    });
  }

  for (const figure of document.querySelectorAll(".picture")) {
    const readout = figure.querySelector(".readout");
    readout.textContent = readout.dataset.idle;
    let marked = null;
    const tell = (event) => {
      const shape = event.target.closest(".hit");
      if (!shape || shape === marked) return;
      marked?.classList.remove("marked");
      marked = shape;
      marked.classList.add("marked");
      readout.textContent = shape.querySelector("title").textContent;
    };
    figure.addEventListener("pointerover", tell);
    figure.addEventListener("click", tell);
  }
})();
