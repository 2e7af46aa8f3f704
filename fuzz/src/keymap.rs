//! Keymaps: a key that is bound means its action, nothing is bound twice, and a key that is shown
//! can be written so.

use hallway::app::keymap::{KeyContext, Keymap};

/// Takes the bytes for what stands under `[keys]`, or for a whole config file.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    one(text);
    // The standard keymap is written with its tables at the top.
    one(&text
        .replace("\n[", "\n[keys.")
        .replacen("[keys.keys.", "[keys.", 1));
}

fn one(text: &str) {
    let keymap = match Keymap::with_config("config.toml", text) {
        Ok(keymap) => keymap,
        Err(error) => {
            super::clean::line("an error", &error.to_string());
            assert!(
                (1..=text.matches('\n').count() + 1).contains(&error.line),
                "{error}"
            );
            return;
        }
    };
    for context in KeyContext::ALL {
        for action in hallway::app::action::Action::ALL {
            for key in keymap.keys(context, *action) {
                let shown = key.to_string();
                super::clean::line("a key", &shown);
                assert_eq!(shown.parse(), Ok(key), "{shown}");
                assert_eq!(keymap.action(context, key), Some(*action), "{shown}");
            }
        }
    }
}
