//! Help: what each key does, by what it has to do with; where a key does not work, where it does.

use crate::stage::Stage;

#[test]
fn help_in_the_notes_tells_where_a_key_works() {
    let mut stage = Stage::demo(80, 24);
    stage.keys("<Enter><F1>quit");
    let shown = stage.text();
    assert!(shown.contains("in lists q"), "{shown}");
    stage.keys("<Ctrl-U>");
    assert!(stage.text().contains("Everywhere"), "{}", stage.text());
    // A heading cannot be chosen: going up from the first action stays there.
    stage.keys("<Up><Up>");
    assert!(stage.text().contains("▌palette"), "{}", stage.text());
    stage.keys("<End><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn><PgDn>");
    assert!(stage.text().contains("▌link here"), "{}", stage.text());
}
