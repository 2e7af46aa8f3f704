//! Writing at several sizes, and every screen at any size.

use crate::stage::Stage;
use hallway::app::action::Action;
use hallway::app::input::Input;
use insta::assert_snapshot;

#[test]
fn a_terminal_that_is_too_small_says_so() {
    assert_snapshot!("too_small", Stage::demo(39, 12).picture());
}

#[test]
fn writing_at_several_sizes() {
    for (width, height) in [(120, 40), (80, 24), (40, 12)] {
        let mut stage = Stage::demo(width, height);
        stage.keys("<Enter> And ``that`` was `the end`_.");
        assert_snapshot!(format!("writing_{width}x{height}"), stage.picture());
    }
}

#[test]
fn no_size_and_no_key_panics() {
    let mut stage = Stage::demo(80, 24);
    for script in [
        "", "<Enter>", "<Esc>:", "<Esc>f", "<Esc>x", "<Esc>p", "p", "pE", "n",
    ] {
        stage.keys(script);
        for (width, height) in (1..=60)
            .map(|n| (n * 5, n * 2))
            .chain([(1, 1), (300, 1), (1, 100)])
        {
            stage.input(Input::Resize(width, height));
            stage.text();
        }
        stage.input(Input::Resize(80, 24));
    }
    for action in Action::ALL {
        let mut stage = Stage::demo(100, 30);
        stage
            .keys(":")
            .keys(&action.name().replace('-', " "))
            .keys("<Enter>");
        stage.text();
    }
}
