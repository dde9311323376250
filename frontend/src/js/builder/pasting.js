// Text that comes from elsewhere: cleaned of what Word leaves in it, or taken as one option a line.

// Soft hyphens, zero-width blanks and marks of order show nothing and break searches; a joiner stays, emoji need it.
const INVISIBLE = /[\u00ad\u200b\u200c\u2060\ufeff]/g;
const BLANK = /[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
const BULLET = /^\s*(?:[•·▪◦‣●○\uf0b7\u2013\u2014*-]|o(?=\t)|\(?\d{1,3}[.)](?=\s))\s+/;
const MOST_OPTIONS = 100;

export function clean(text) {
  return text
    .normalize("NFC")
    .replace(INVISIBLE, "")
    .replace(BLANK, " ")
    .replace(/\r\n?|[\v\f\u2028\u2029]/g, "\n")
    .replace(/[ \t]+$/gm, "");
}

/** The options of a text: a line each, without bullets; of a sheet's row the first cell that is filled. */
export function lines(text) {
  return clean(text)
    .split("\n")
    .map((line) => line.replace(BULLET, "").split("\t").map((cell) => cell.trim()).find(Boolean) ?? "")
    .filter(Boolean)
    .slice(0, MOST_OPTIONS);
}

/** Cleans what is pasted into a control. Where that changes nothing the browser does what it always does. */
export function cleanPaste(event) {
  const control = event.target;
  if (event.defaultPrevented || !control.matches?.("input:is([type=text], [type=email], [type=url]), textarea")) return;
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  let text = clean(pasted);
  // A browser would join the lines, and the words at their ends.
  if (control.matches("input")) text = text.replace(/\s*\n\s*/g, " ").trim();
  if (text === pasted) return;
  event.preventDefault();
  // Unlike `value`, this can be taken back with the browser's own undo, and respects the longest text.
  document.execCommand("insertText", false, text);
}
