/**
 * Offers a sheet on which a signature is drawn (`[data-signature]`), besides the name that is always typed. What is
 * drawn goes into the hidden control, as the points of its strokes: "12,30 14,31;40,10".
 */
const LONGEST = 20000;

export function drawSignatures(root = document) {
  for (const holder of root.querySelectorAll("[data-signature]")) {
    if (!holder.dataset.drawing) new Sheet(holder);
  }
}

class Sheet {
  constructor(holder) {
    holder.dataset.drawing = "true";
    this.kept = holder.querySelector("input");
    this.strokes = this.kept.value ? this.kept.value.split(";").map((stroke) => stroke.split(" ")) : [];
    const invite = document.createElement("p");
    invite.className = "form-text";
    invite.textContent = holder.dataset.invite;
    this.canvas = document.createElement("canvas");
    this.canvas.width = Number(holder.dataset.width);
    this.canvas.height = Number(holder.dataset.height);
    this.canvas.className = "signature-sheet";
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", holder.dataset.sheet);
    this.clear = document.createElement("button");
    this.clear.type = "button";
    this.clear.className = "btn btn-outline-primary btn-xs";
    this.clear.textContent = holder.dataset.clear;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    holder.append(invite, this.canvas, this.clear, status);

    this.canvas.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.canvas.setPointerCapture(event.pointerId);
      this.strokes.push([this.point(event)]);
      this.draw();
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (!this.canvas.hasPointerCapture(event.pointerId)) return;
      const stroke = this.strokes.at(-1);
      const point = this.point(event);
      if (point !== stroke.at(-1)) stroke.push(point);
      this.draw();
    });
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.keep());
    this.clear.addEventListener("click", () => {
      this.strokes = [];
      this.keep();
      status.textContent = holder.dataset.cleared;
    });
    this.draw();
  }

  point(event) {
    const box = this.canvas.getBoundingClientRect();
    const on = (at, from, size, units) => Math.round(Math.min(Math.max((at - from) / size, 0), 1) * units);
    const x = on(event.clientX, box.left, box.width, this.canvas.width);
    return `${x},${on(event.clientY, box.top, box.height, this.canvas.height)}`;
  }

  keep() {
    // The server takes no longer one: what does not fit is dropped stroke by stroke, and no more of it is seen.
    while (this.drawn.length > LONGEST) this.strokes.pop();
    this.kept.value = this.drawn;
    this.draw();
    this.kept.dispatchEvent(new Event("input", { bubbles: true }));
  }

  get drawn() {
    return this.strokes.map((stroke) => stroke.join(" ")).join(";");
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    for (const stroke of this.strokes) {
      const points = stroke.map((point) => point.split(",").map(Number));
      pen.beginPath();
      pen.moveTo(...points[0]);
      for (const point of points) pen.lineTo(...point);
      pen.stroke();
    }
    this.clear.hidden = this.strokes.length === 0;
  }
}
