/**
 * Sends a file as soon as it is chosen, in pieces, and goes on where it broke off (`form[data-upload]`).
 * Files are removed and replaced in place. Without this script they go with the buttons, as they always did.
 *
 * The server speaks in sentences for the person (`candidature/public/filling/uploading.py`); the others stand in
 * the page, in `[data-upload-words]`.
 */
const FIRST_PIECE = 256 * 1024;
const LARGEST_PIECE = 2 * 1024 * 1024;
// A piece that went up in less time is followed by a larger one.
const FAST = 1500;
const PATIENCE = 60_000;
const PAUSES = [1000, 2000, 4000, 8000, 15_000, 30_000, 30_000, 30_000];
// Percent between two announcements that are read aloud.
const ALOUD = 25;
const GONE = new Set([404, 409, 410, 413, 422]);

export function uploadAtOnce() {
  const form = document.querySelector("form[data-upload]");
  if (!form) return;
  const page = new UploadPage(form);
  page.showButtons();
  document.addEventListener("questions-added", () => page.showButtons());
}

class UploadPage {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.upload;
    this.words = form.querySelector("[data-upload-words]").dataset;
    this.underWay = new Set();
    this.waiting = null;
    this.told = 0;
    this.aloud = document.createElement("p");
    this.aloud.className = "visually-hidden";
    this.aloud.setAttribute("role", "status");
    form.append(this.aloud);
    form.addEventListener("change", (event) => this.chosen(event));
    form.addEventListener("click", (event) => this.clicked(event));
    // Before the script that saves while typing and the one that stops a second press.
    form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    window.addEventListener("beforeunload", (event) => {
      if (this.underWay.size && !this.leaving) event.preventDefault();
    });
    window.addEventListener("online", () => {
      for (const upload of this.underWay) upload.wake?.();
    });
  }

  showButtons() {
    for (const button of this.form.querySelectorAll("[data-replace][hidden]")) button.hidden = false;
  }

  say(text) {
    // The same text twice is not read aloud the second time.
    this.aloud.textContent = "";
    window.setTimeout(() => {
      this.aloud.textContent = text;
    }, 50);
  }

  chosen(event) {
    const input = event.target;
    const group = input.closest("[data-files-of]");
    if (input.type !== "file" || !group) return;
    const files = [...input.files];
    // It goes by itself: the buttons shall not send it once more.
    input.value = "";
    this.take(group, files, "");
  }

  take(group, files, replaces) {
    const { accept, maxBytes, maxFiles } = group.dataset;
    clearErrors(group);
    let room = Number(maxFiles) - group.querySelectorAll("[name='attached']").length + (replaces ? 1 : 0);
    for (const upload of this.underWay) if (upload.key === group.dataset.filesOf) room -= 1;
    for (const file of files) {
      const allowed = accept.split(",").some((ending) => file.name.toLowerCase().endsWith(ending));
      if (!allowed) this.refuse(group, fill(this.words.wrongType, file.name));
      else if (file.size > Number(maxBytes)) this.refuse(group, fill(this.words.tooLarge, file.name));
      else if (file.size === 0) this.refuse(group, fill(this.words.empty, file.name));
      else if (room < 1) this.refuse(group, fill(this.words.noRoom, file.name));
      else {
        room -= 1;
        this.start(new Upload(this, group.dataset.filesOf, file, replaces));
      }
    }
  }

  async start(upload) {
    this.underWay.add(upload);
    this.rows(upload.key).append(upload.row);
    try {
      const html = await upload.run();
      if (html) this.swap(upload.key, html);
      this.say(fill(html ? this.words.done : this.words.calledOff, upload.file.name));
    } catch (refusal) {
      this.waiting = null;
      this.refuse(this.group(upload.key), refusal.message || fill(this.words.lost, upload.file.name));
    } finally {
      this.underWay.delete(upload);
      upload.row.remove();
      if (!this.underWay.size && this.waiting) this.goOn();
    }
  }

  goOn() {
    const submitter = this.waiting;
    this.waiting = null;
    this.form.requestSubmit(submitter.isConnected ? submitter : undefined);
  }

  submitted(event) {
    if (!this.underWay.size) {
      this.leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    this.waiting = event.submitter;
    const first = [...this.underWay][0];
    for (const upload of this.underWay) upload.wake?.();
    first.note(fill(this.words.waiting, first.file.name));
    this.say(fill(this.words.waiting, first.file.name));
    first.row.scrollIntoView({ block: "nearest" });
  }

  clicked(event) {
    const remove = event.target.closest("button[name='remove']");
    const replace = event.target.closest("[data-replace]");
    const group = event.target.closest("[data-files-of]");
    if (!group) return;
    if (remove) {
      event.preventDefault();
      this.remove(group, remove);
    } else if (replace) {
      const input = document.createElement("input");
      input.type = "file";
      input.accept = group.dataset.accept;
      input.addEventListener("change", () => this.take(group, [...input.files], replace.dataset.replace));
      input.click();
    }
  }

  async remove(group, button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    try {
      const { status, told } = await send(this.address, new URLSearchParams({ remove: button.value }));
      if (status !== 200) throw new Error(told.said);
      this.swap(group.dataset.filesOf, told.html);
      this.say(this.words.removed);
    } catch (error) {
      button.removeAttribute("aria-disabled");
      this.refuse(group, error.message || this.words.offline);
    }
  }

  group(key) {
    return [...this.form.querySelectorAll("[data-files-of]")].find((group) => group.dataset.filesOf === key);
  }

  /** Where the files of a question that are on their way are listed. */
  rows(key) {
    const group = this.group(key);
    const found = group.querySelector(".upload-rows");
    if (found) return found;
    const rows = document.createElement("ul");
    rows.className = "upload-rows";
    group.append(rows);
    return rows;
  }

  /** Puts the question's new part in the place of the old one; what is on its way stays in it. */
  swap(key, html) {
    const old = this.group(key);
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    const group = fresh.content.querySelector("[data-files-of]");
    const rows = old.querySelector(".upload-rows");
    if (rows) group.append(rows);
    const hadFocus = old.contains(document.activeElement);
    old.replaceWith(group);
    this.showButtons();
    if (hadFocus) (group.querySelector("input[type='file']") ?? group.querySelector("[name='remove']"))?.focus();
  }

  refuse(group, text) {
    const place = document.createElement("div");
    place.className = "form-field-errors upload-error";
    place.id = `upload-error-${this.told}`;
    this.told += 1;
    const said = document.createElement("p");
    said.textContent = text;
    place.append(said);
    group.append(place);
    const input = group.querySelector("input[type='file']");
    if (input) describe(input, place.id);
    this.say(text);
  }
}

class Upload {
  constructor(page, key, file, replaces) {
    Object.assign(this, { page, key, file, replaces, id: "", offset: 0, piece: FIRST_PIECE, saidAt: 0 });
    const { words } = page;
    this.row = document.createElement("li");
    const name = document.createElement("span");
    name.className = "upload-list-name";
    name.textContent = file.name;
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.setAttribute("aria-label", fill(words.bar, file.name));
    this.percent = document.createElement("span");
    this.percent.className = "upload-percent";
    this.again = button(words.again, file.name, () => this.wake?.());
    this.again.hidden = true;
    this.stop = button(words.cancel, file.name, () => this.cancel());
    this.noted = document.createElement("p");
    this.noted.className = "upload-note";
    this.row.append(name, this.bar, this.percent, this.again, this.stop, this.noted);
    this.show(0);
  }

  /** The question's new part of the page, once the whole file is there; nothing if it was called off. */
  async run() {
    for (let failed = 0; ; ) {
      const before = this.offset;
      try {
        const html = await this.goOn();
        if (html || this.cancelled) return html;
      } catch (refusal) {
        if (!(refusal instanceof BrokenOff)) throw refusal;
        if (this.cancelled) return "";
        if (this.offset > before) failed = 0;
        await this.pause(failed, refusal.message);
        failed += 1;
      }
    }
  }

  /** Sends from where the server says; a connection that breaks is a `BrokenOff`. */
  async goOn() {
    if (!this.id) await this.begin();
    else await this.ask();
    this.note("");
    while (!this.cancelled) {
      const began = Date.now();
      const blob = this.file.slice(this.offset, this.offset + this.piece);
      const { status, told, offset } = await this.post(blob);
      if (status === 200) return told.html;
      if (offset !== null) this.offset = offset;
      else throw new BrokenOff();
      const quick = status === 204 && Date.now() - began < FAST;
      this.piece = quick ? Math.min(this.piece * 2, LARGEST_PIECE) : FIRST_PIECE;
      this.show(this.offset);
    }
    return "";
  }

  async begin() {
    const { name, size, lastModified } = this.file;
    const said = { question: this.key, name, size, modified: lastModified, replaces: this.replaces };
    const { told } = await this.request(new URLSearchParams(said));
    this.id = told.upload;
    this.offset = told.offset;
    this.show(this.offset);
  }

  /** Asks how much arrived. */
  async ask() {
    const { offset } = await this.request(null, { method: "HEAD", query: `?upload=${this.id}` });
    this.offset = offset ?? 0;
  }

  post(blob) {
    const query = `?upload=${this.id}&offset=${this.offset}`;
    return this.request(blob, { query, onProgress: (sent) => this.show(this.offset + sent) });
  }

  async request(body, options = {}) {
    const answer = await send(this.page.address + (options.query ?? ""), body, {
      ...options,
      onStart: (request) => {
        this.sending = request;
      },
    });
    // Where to go on is no refusal.
    if (GONE.has(answer.status) && answer.offset === null) throw new Error(answer.told.said ?? "");
    if (answer.status >= 400 && answer.offset === null) throw new BrokenOff(answer.told.said);
    return answer;
  }

  /** Waits a while, or until somebody presses the button or the connection is back. */
  pause(failed, said) {
    const { words } = this.page;
    const why = said || (failed < PAUSES.length ? words.broken : words.stopped);
    this.note(why);
    if (failed === 0 || failed === PAUSES.length) this.page.say(why);
    this.again.hidden = false;
    return new Promise((resolve) => {
      const timer = failed < PAUSES.length ? window.setTimeout(() => this.wake(), PAUSES[failed]) : 0;
      this.wake = () => {
        window.clearTimeout(timer);
        this.wake = null;
        this.again.hidden = true;
        resolve();
      };
    });
  }

  cancel() {
    this.cancelled = true;
    this.sending?.abort();
    if (this.id) this.callOff();
    this.wake?.();
  }

  /** A file that was whole before is taken away again, and the server says what the question has then. */
  async callOff() {
    const body = new URLSearchParams({ cancel: "1" });
    const { told } = await send(`${this.page.address}?upload=${this.id}`, body).catch(() => ({ told: {} }));
    if (told.html) this.page.swap(this.key, told.html);
  }

  show(sent) {
    const percent = this.file.size ? Math.min(100, Math.floor((100 * sent) / this.file.size)) : 0;
    this.bar.value = percent;
    this.percent.textContent = `${percent} %`;
    if (percent >= this.saidAt + ALOUD && percent < 100) {
      this.saidAt = percent - (percent % ALOUD);
      this.page.say(`${this.file.name}: ${percent} %`);
    }
  }

  note(text) {
    this.noted.textContent = fill(text, this.file.name);
  }
}

class BrokenOff extends Error {}

/** Status, what is told, and from where to go on; throws where there is no connection. */
function send(address, body, { method = "POST", onProgress, onStart } = {}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.timeout = PATIENCE;
    if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    // Where an account types, and not whoever has a secret link.
    const token = document.querySelector("form[data-upload] [name='csrfmiddlewaretoken']")?.value;
    if (token) request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", (event) => onProgress?.(event.loaded));
    for (const event of ["error", "timeout", "abort"]) {
      request.addEventListener(event, () => reject(new BrokenOff()));
    }
    request.addEventListener("load", () => {
      const offset = request.getResponseHeader("Upload-Offset");
      resolve({ status: request.status, told: read(request), offset: offset === null ? null : Number(offset) });
    });
    onStart?.(request);
    request.send(body);
  });
}

/** A page instead of an answer says that the link opens nothing any more: then nothing is told. */
function read(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}

function button(words, name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary btn-xs";
  const of = document.createElement("span");
  of.className = "visually-hidden";
  of.textContent = ` ${name}`;
  made.append(words, of);
  made.addEventListener("click", act);
  return made;
}

function describe(input, id) {
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
}

function clearErrors(group) {
  const input = group.querySelector("input[type='file']");
  for (const error of group.querySelectorAll(".upload-error")) {
    const others = (input?.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id !== error.id);
    input?.setAttribute("aria-describedby", others.join(" "));
    input?.removeAttribute("aria-invalid");
    error.remove();
  }
}

function fill(words, name) {
  return words.replace("{name}", name);
}
