// Progressive enhancement of the public pages: everything works without this file.
import { keepWhatIsTyped } from "./autosave.js";
import { countCharacters } from "./character-count.js";
import { searchLists } from "./combobox.js";
import { enableCopyButtons } from "./copy.js";
import { enhanceErrorSummary } from "./error-summary.js";
import { openGlossaryNotes } from "./glossary.js";
import { enhanceMenu } from "./menu.js";
import { revealNestedQuestions } from "./nested-questions.js";
import { enablePrintButtons } from "./print.js";
import { doProofOfWork } from "./proof-of-work.js";
import { preventDoubleSubmit } from "./submit-once.js";
import { uploadAtOnce } from "./uploads.js";

enhanceMenu();
enhanceErrorSummary();
revealNestedQuestions();
uploadAtOnce();
keepWhatIsTyped();
preventDoubleSubmit();
countCharacters();
searchLists();
document.addEventListener("questions-added", () => {
  countCharacters();
  searchLists();
});
enablePrintButtons();
enableCopyButtons();
openGlossaryNotes();
doProofOfWork();
