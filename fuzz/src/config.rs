//! The config file: whatever it says, hallway starts with keys and colours, and says in one clean
//! line what is wrong.

use hallway::app::settings::{Settings, ThemeName};
use hallway::ui::theme::Theme;

/// Takes the bytes for a config file.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let settings = Settings::of(Some(("config.toml", text))).expect("the standard keys are sound");
    for store_error in &settings.problems {
        super::clean::line("a trouble", store_error);
    }
    for name in ThemeName::ALL {
        let standard = Theme::standard(name).expect("the standard colours are sound");
        if let Err(error) = standard.with("config.toml", text, Some("colours")) {
            super::clean::line("an error", &error.to_string());
        }
    }
}
