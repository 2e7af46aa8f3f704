//! Counting at a booth.

use crate::stage::Stage;
use hallway::app::input::Input;
use insta::assert_snapshot;

#[test]
fn a_booth_is_counted_by_single_keys() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("kb");
    let before = stage.session("At the Lanternfish Table").clone();
    let of = |session: &hallway::model::session::Session, name: &str| {
        let mut all = session
            .tallies
            .iter()
            .chain(&session.crowd)
            .chain(&session.questions);
        all.find(|count| count.name == name)
            .map_or(0, |count| count.count)
    };
    stage.keys("vvvV<Ctrl-Z>1<Enter>Is it safe?<Enter>");
    let after = stage.session("At the Lanternfish Table");
    assert_eq!(of(after, "visitors"), of(&before, "visitors") + 3);
    assert_eq!(after.questions[0].count, before.questions[0].count + 1);
    assert_eq!(of(after, "Is it safe?"), 1);
    assert_snapshot!("booth_120x40", stage.picture());
    for (width, height) in [(80, 24), (40, 12)] {
        stage.input(Input::Resize(width, height));
        assert_snapshot!(format!("booth_{width}x{height}"), stage.text());
    }
    stage.keys("<Esc>");
    assert!(stage.text().contains("New note now"));
}

#[test]
fn counts_from_another_terminal_show_within_a_second() {
    let mut stage = Stage::demo(120, 40);
    stage.keys("kb");
    let before = stage.text();
    stage.edit_outside("At the Lanternfish Table", |session| {
        session.tallies[0].count += 17;
    });
    stage.wait(1);
    assert_ne!(stage.text(), before, "84 visitors are still on the screen");
    stage.keys("v");
    assert_eq!(
        stage.session("At the Lanternfish Table").tallies[0].count,
        102
    );
}
