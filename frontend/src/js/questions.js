// What some types of question add to their controls, loaded where there are questions only; all works without it.
import { orderByButtons } from "./ranking.js";
import { addRows } from "./rows.js";
import { drawSignatures } from "./signature.js";

const enhance = () => {
  orderByButtons();
  addRows();
  drawSignatures();
};

enhance();
document.addEventListener("questions-added", enhance);
