// Errors only: how styles are laid out is a matter of taste that the sources already agree on.
export default {
  extends: ["stylelint-config-recommended-scss"],
  rules: {
    // Bootstrap Italia has classes where it might have placeholders.
    "scss/at-extend-no-missing-placeholder": null,
    // The sources are ordered by subject, and our selectors do not compete across subjects.
    "no-descending-specificity": null,
  },
};
