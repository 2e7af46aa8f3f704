//! Themes: read or refused with a line of the file; without colours there is none.

use hallway::ui::theme::Theme;

/// Takes the bytes for a theme.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    for under in [None, Some("colours")] {
        match Theme::plain().with("theme.toml", text, under) {
            Ok(theme) => {
                let plain = theme.without_colours();
                assert_eq!(plain.without_colours(), plain);
            }
            Err(error) => {
                super::clean::line("an error", &error.to_string());
                let lines = text.matches('\n').count() + 1;
                assert!((1..=lines).contains(&error.line), "{error}");
            }
        }
    }
}
