// In the whole admin: a date that is mistyped stays as it was typed, and is refused with a word. The calendar would put the
// present moment in its place, unasked: a term without its hour, or on the 31st of November, would be now.
window.jQuery.fn.datetimepicker.defaults.validateOnBlur = false;
