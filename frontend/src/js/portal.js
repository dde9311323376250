// Progressive enhancement of the public pages: everything works without this file.
import { saveWhileTyping } from "./autosave.js";
import { countCharacters } from "./character-count.js";
import { enableCopyButtons } from "./copy.js";
import { enhanceErrorSummary } from "./error-summary.js";
import { enhanceMenu } from "./menu.js";
import { revealNestedQuestions } from "./nested-questions.js";
import { enablePrintButtons } from "./print.js";
import { preventDoubleSubmit } from "./submit-once.js";

enhanceMenu();
enhanceErrorSummary();
revealNestedQuestions();
saveWhileTyping();
preventDoubleSubmit();
countCharacters();
document.addEventListener("questions-added", () => countCharacters());
enablePrintButtons();
enableCopyButtons();
