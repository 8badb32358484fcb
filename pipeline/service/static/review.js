"use strict";
// The scan follows what is looked at; every field opens an editor; each correction goes to the server at once.
const split = document.querySelector(".split");
const scan = document.querySelector(".scan");
const said = document.getElementById("said");
const labels = document.getElementById("labels").dataset;
const base = `/documents/${split.dataset.document}`;
const tasks = [...document.querySelectorAll(".task")];
let current = -1;
let page = 1;
let zoom = 1;

function say(text, bad = false) {
  said.textContent = text;
  said.className = bad ? "bad" : "";
}

function show(element) {
  const number = Number(element.dataset.page);
  if (!number) return;
  const sheet = document.getElementById(`page-${number}`);
  document.querySelectorAll(".shown").forEach((rect) => rect.setAttribute("width", "0"));
  setPage(number);
  const rect = sheet && sheet.querySelector(".shown");
  if (!rect || !element.dataset.box) return sheet && sheet.scrollIntoView({ block: "start" });
  const [x0, y0, x1, y1] = element.dataset.box.split(",").map(Number);
  const pad = 6;
  rect.setAttribute("x", x0 - pad);
  rect.setAttribute("y", y0 - pad);
  rect.setAttribute("width", x1 - x0 + 2 * pad);
  rect.setAttribute("height", y1 - y0 + 2 * pad);
  const at = rect.getBoundingClientRect();
  const frame = scan.getBoundingClientRect();
  if (at.top < frame.top + 20 || at.bottom > frame.bottom - 20) {
    scan.scrollTop += at.top - frame.top - Math.max(20, (frame.height - at.height) / 3);
  }
  if (at.left < frame.left || at.right > frame.right) scan.scrollLeft += at.left - frame.left - 20;
}

function setPage(number) {
  page = number;
  document.getElementById("page-number").textContent = number;
}

function turn(step) {
  const sheet = document.getElementById(`page-${page + step}`);
  if (!sheet) return;
  setPage(page + step);
  scan.scrollTop += sheet.getBoundingClientRect().top - scan.getBoundingClientRect().top - 8;
}

function setZoom(factor) {
  zoom = Math.min(4, Math.max(0.5, zoom * factor));
  scan.style.setProperty("--zoom", zoom);
}

function choose(index, focus = true) {
  if (index < 0 || index >= tasks.length) return;
  if (current >= 0) tasks[current].classList.remove("current");
  current = index;
  const task = tasks[index];
  task.classList.add("current");
  if (focus) task.focus({ preventScroll: true });
  task.scrollIntoView({ block: "nearest" });
  show(task);
}

async function send(method, path, body) {
  const answer = await fetch(`${base}/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (answer.ok) return true;
  const problem = await answer.json();
  const detail = typeof problem.detail === "string" ? problem.detail : problem.detail.map((one) => one.msg).join("; ");
  throw new Error(detail);
}

async function correct(path, value) {
  await send("POST", "corrections", { path, value });
  reloadAt(path);
}

async function revert(path) {
  await send("DELETE", `corrections?path=${encodeURIComponent(path)}`);
  reloadAt(path);
}

// The server draws the page anew: it alone knows how a value is shown. The place is kept over the reload.
function reloadAt(path) {
  sessionStorage.setItem("place", JSON.stringify({
    path, current, page, zoom, document: base,
    scan: scan.scrollTop, work: document.querySelector(".work").scrollTop,
  }));
  location.reload();
}

function inputsFor(kind, value) {
  if (kind === "units") return { lines: (value || []).map((unit) => unit.text) };
  if (kind === "list") return { lines: value || [] };
  return {};
}

function labelled(text, input) {
  const label = document.createElement("label");
  label.append(`${text} `, input);
  return label;
}

function makeInputs(field, value) {
  const kind = field.dataset.kind;
  if (kind === "deadline") {
    const day = Object.assign(document.createElement("input"), { type: "date", name: "due", value: (value && value.due) || "" });
    const stated = Object.assign(document.createElement("input"), { name: "surface", size: 40, value: (value && value.surface) || "" });
    return [labelled(labels.due, day), labelled(labels.stated, stated)];
  }
  if (kind === "choice") {
    const select = document.createElement("select");
    select.name = "value";
    for (const name of ["task", "reporting"]) select.append(new Option(labels[name], name, false, name === value));
    return [select];
  }
  if (kind === "date" || kind === "number") {
    return [Object.assign(document.createElement("input"), { type: kind, name: "value", value: value ?? "" })];
  }
  const area = Object.assign(document.createElement("textarea"), { name: "value" });
  const lines = inputsFor(kind, value).lines;
  area.value = lines ? lines.join("\n") : value ?? "";
  return lines ? [labelled(labels.lines, area)] : [area];
}

function readInputs(field, form, value) {
  const kind = field.dataset.kind;
  if (kind === "deadline") {
    const due = form.elements.due.value || null;
    const surface = form.elements.surface.value.trim();
    if (!due && !surface) return null;
    if (value && value.due === due) return { ...value, surface };
    return { surface: surface || due, kind: due ? "date" : "event", op: due ? "on" : null, due, precision: due ? "day" : null, year_source: due ? "explicit" : null };
  }
  const text = form.elements.value.value.trim();
  if (kind === "number") return text === "" ? null : Number(text);
  if (kind === "units" || kind === "list") {
    const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
    if (kind === "list") return lines;
    const known = new Map((value || []).map((unit) => [unit.text, unit]));
    return lines.map((line) => known.get(line) || { text: line, normalized: line, kind: "named" });
  }
  if (text === "" && field.dataset.path.startsWith("/header/")) return null;
  if (text === "" && field.dataset.path.startsWith("/signature/")) return null;
  return text;
}

function edit(field) {
  if (field.querySelector(".editor")) return;
  const value = JSON.parse(field.dataset.value);
  const form = document.getElementById("editor").content.cloneNode(true).querySelector("form");
  form.querySelector(".inputs").append(...makeInputs(field, value));
  field.append(form);
  field.style.display = "flex";
  form.querySelector("input, textarea, select").focus();
  const close = () => {
    form.remove();
    field.style.display = "";
    field.querySelector(".value").focus();
  };
  form.querySelector(".cancel").addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await correct(field.dataset.path, readInputs(field, form, value));
    } catch (error) {
      form.querySelector(".error").textContent = `${labels.failed}: ${error.message}`;
    }
  });
}

async function attempt(action) {
  try {
    await action();
  } catch (error) {
    say(`${labels.failed}: ${error.message}`, true);
  }
}

document.querySelector(".work").addEventListener("click", (event) => {
  const target = event.target;
  const task = target.closest(".task");
  const field = target.closest(".field");
  if (task && tasks.indexOf(task) !== current) choose(tasks.indexOf(task), false);
  if (target.matches(".value")) edit(field);
  else if (target.matches(".revert")) attempt(() => revert(field.dataset.path));
  else if (target.matches(".choose")) attempt(() => correct(target.dataset.path, target.textContent));
  else if (target.matches(".edit")) edit(task.querySelector('.field[data-path$="/text"]'));
  else if (target.matches(".accept")) attempt(() => accept(task));
  else if (target.matches(".remove")) attempt(() => remove(task));
  else if (target.matches(".restore")) attempt(() => revert(task.dataset.path));
  else if (task) show(task);
});

document.querySelector(".work").addEventListener("focusin", (event) => {
  const task = event.target.closest(".task");
  if (task && tasks.indexOf(task) !== current) choose(tasks.indexOf(task), false);
  if (event.target.dataset.page) show(event.target);
});

// A task that a reviewer added is taken back; one that was read is marked as none.
function remove(task) {
  const path = task.dataset.path;
  return path.startsWith("/tasks/new-") ? revert(path) : correct(path, null);
}

function accept(task) {
  return correct(`${task.dataset.path}/needs_review`, false);
}

scan.addEventListener("click", (event) => {
  const id = event.target.dataset.task;
  if (id) choose(tasks.findIndex((task) => task.dataset.task === id));
});

document.getElementById("previous-page").addEventListener("click", () => turn(-1));
document.getElementById("next-page").addEventListener("click", () => turn(1));
document.getElementById("zoom-in").addEventListener("click", () => setZoom(1.25));
document.getElementById("zoom-out").addEventListener("click", () => setZoom(0.8));
document.getElementById("reviewed").addEventListener("click", (event) => attempt(async () => {
  const reviewed = event.target.getAttribute("aria-pressed") !== "true";
  await send("POST", "review", { reviewed });
  event.target.setAttribute("aria-pressed", String(reviewed));
  event.target.textContent = reviewed ? labels.unmark : labels.mark;
  say(labels.saved);
}));
document.getElementById("add-task").addEventListener("click", () => {
  const last = document.getElementById("add-task");
  const field = document.createElement("div");
  field.className = "field";
  Object.assign(field.dataset, { path: "/tasks/-", kind: "text", value: '""' });
  field.append(Object.assign(document.createElement("button"), { type: "button", className: "value", hidden: true }));
  last.before(field);
  edit(field);
});

function nextDoubt() {
  const after = tasks.findIndex((task, index) => index > current && (task.matches(".in-doubt") || task.querySelector("mark")));
  if (after >= 0) return choose(after);
  const words = [...document.querySelectorAll(".doubtful-word .value")];
  const at = words.indexOf(document.activeElement);
  if (words[at + 1]) words[at + 1].focus();
}

const keys = {
  j: () => choose(current + 1),
  k: () => choose(Math.max(0, current - 1)),
  n: nextDoubt,
  e: () => current >= 0 && edit(tasks[current].querySelector('.field[data-path$="/text"]')),
  a: () => current >= 0 && attempt(() => accept(tasks[current])),
  x: () => current >= 0 && attempt(() => remove(tasks[current])),
  "[": () => turn(-1),
  "]": () => turn(1),
  "+": () => setZoom(1.25),
  "-": () => setZoom(0.8),
  "?": () => (document.querySelector(".keys").open ^= true),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const act = keys[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

scan.addEventListener("scroll", () => {
  const top = scan.getBoundingClientRect().top + scan.clientHeight / 3;
  for (const sheet of scan.querySelectorAll(".page")) {
    const at = sheet.getBoundingClientRect();
    if (at.top <= top && at.bottom > top) setPage(Number(sheet.id.slice(5)));
  }
}, { passive: true });

// Where the reader was before a correction, or the task that a link names.
const kept = JSON.parse(sessionStorage.getItem("place") || "null");
sessionStorage.removeItem("place");
if (kept && kept.document === base) {
  setZoom(kept.zoom);
  choose(kept.current, false);
  document.querySelector(".work").scrollTop = kept.work;
  scan.scrollTop = kept.scan;
  setPage(kept.page);
  say(labels.saved);
  const field = document.querySelector(`.field[data-path="${CSS.escape(kept.path)}"] .value`);
  if (field) field.focus({ preventScroll: true });
  else if (current >= 0) tasks[current].focus({ preventScroll: true });
} else if (location.hash.startsWith("#task-")) {
  choose(tasks.findIndex((task) => `#${task.id}` === decodeURIComponent(location.hash)));
}
