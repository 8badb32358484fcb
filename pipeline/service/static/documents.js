"use strict";
// Uploads one file after the other and looks after the jobs that are not done.
const form = document.getElementById("upload");
const said = document.getElementById("said");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const files = [...form.elements.file.files];
  for (const [index, file] of files.entries()) {
    said.textContent = `${index + 1}/${files.length} ${file.name}`;
    const body = new FormData();
    body.append("file", file);
    const answer = await fetch("/documents", { method: "POST", body });
    if (!answer.ok) {
      const problem = await answer.json();
      said.textContent = `${form.dataset.failed}: ${file.name}: ${problem.detail}`;
      said.className = "error";
      return;
    }
  }
  location.reload();
});

const open = [...document.querySelectorAll('[data-job]:not([data-state="failed"])')];
async function look() {
  for (const row of open) {
    const answer = await fetch(`/jobs/${row.dataset.job}`);
    if (!answer.ok) continue;
    const job = await answer.json();
    if (job.state !== row.dataset.state) return location.reload();
    if (job.pages_total) row.cells[1].textContent = row.cells[1].textContent.replace(/( \d+\/\d+)?$/, ` ${job.pages_done}/${job.pages_total}`);
  }
  setTimeout(look, 2000);
}
if (open.length) setTimeout(look, 1500);
