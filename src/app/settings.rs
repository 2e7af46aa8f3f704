//! What a person set in the config file: keys and looks.

use super::keymap::{Keymap, KeymapError};
use std::path::PathBuf;

/// What can be set in the config file.
const KEYS: [&str; 5] = ["notebook", "export_folder", "theme", "keys", "colours"];

/// What a person set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: ThemeName,
    /// What was wrong with the config file.
    pub troubles: Vec<String>,
}

/// The sets of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeName {
    /// Light on dark.
    Dark,
    /// Dark on light.
    Light,
    /// As much contrast as there is.
    HighContrast,
    /// The terminal's own sixteen colours.
    Terminal,
}

impl ThemeName {
    /// All of them.
    pub const ALL: [ThemeName; 4] = [
        ThemeName::Dark,
        ThemeName::Light,
        ThemeName::HighContrast,
        ThemeName::Terminal,
    ];

    /// The name in the config file.
    pub fn word(self) -> &'static str {
        match self {
            ThemeName::Dark => "dark",
            ThemeName::Light => "light",
            ThemeName::HighContrast => "high-contrast",
            ThemeName::Terminal => "terminal",
        }
    }
}

/// What was chosen or said once and is remembered on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The colours.
    Theme(ThemeName),
    /// The folder that posts go to.
    ExportFolder(PathBuf),
}

impl Answer {
    /// The key in the config file.
    pub fn key(&self) -> &'static str {
        match self {
            Answer::Theme(_) => "theme",
            Answer::ExportFolder(_) => "export_folder",
        }
    }

    /// The value in the config file.
    pub fn value(&self) -> String {
        match self {
            Answer::Theme(theme) => theme.word().to_owned(),
            Answer::ExportFolder(folder) => folder.to_string_lossy().into_owned(),
        }
    }

    /// What it is called in a sentence.
    pub fn what(&self) -> &'static str {
        match self {
            Answer::Theme(_) => "The theme",
            Answer::ExportFolder(_) => "The export folder",
        }
    }
}

impl Settings {
    /// The settings in a config file, given by name and content. Where something is wrong with it, that is told and the defaults hold.
    ///
    /// # Errors
    /// When the keys that hallway comes with are unsound.
    pub fn of(config: Option<(&str, &str)>) -> Result<Settings, KeymapError> {
        let mut settings = Settings {
            keymap: Keymap::standard()?,
            theme: ThemeName::Terminal,
            troubles: Vec::new(),
        };
        let Some((file, text)) = config else {
            return Ok(settings);
        };
        match Keymap::with_config(file, text) {
            Ok(keymap) => settings.keymap = keymap,
            Err(error) => settings
                .troubles
                .push(format!("{error}; using the standard keys")),
        }
        let Ok(document) = toml_edit::Document::parse(text) else {
            return Ok(settings);
        };
        for (key, item) in document.iter() {
            let at = match (item.span(), document.key(key)) {
                (_, Some(key)) => key.span(),
                (span, None) => span,
            };
            let at = at.map_or(0, |span| span.start.min(text.len()));
            let line = 1 + text[..at].matches('\n').count();
            let theme = ThemeName::ALL
                .into_iter()
                .find(|theme| Some(theme.word()) == item.as_str());
            match (key, theme) {
                ("theme", Some(theme)) => settings.theme = theme,
                ("theme", None) => settings.troubles.push(format!(
                    "{file}:{line}: the theme is one of \"dark\", \"light\", \"high-contrast\", \"terminal\""
                )),
                _ if KEYS.contains(&key) => {}
                _ => settings.troubles.push(format!(
                    "{file}:{line}: there is no setting `{key}`; there are {}",
                    KEYS.join(", ")
                )),
            }
        }
        Ok(settings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn troubles(text: &str) -> Vec<String> {
        Settings::of(Some(("c.toml", text))).unwrap().troubles
    }

    #[test]
    fn what_is_no_setting_is_named_with_its_line() {
        assert!(troubles("theme = \"light\"\nexport_folder = \"~/blog\"\n").is_empty());
        assert_eq!(
            troubles("# Mine.\nthem = \"dark\"\n"),
            [
                "c.toml:2: there is no setting `them`; there are notebook, export_folder, theme, keys, colours"
            ]
        );
    }

    #[test]
    fn a_theme_of_the_wrong_type_is_named_with_its_line() {
        for text in [
            "theme = 5",
            "\n[theme]\nname = \"dark\"",
            "theme = \"drak\"",
        ] {
            let line = 1 + usize::from(text.starts_with('\n'));
            let [said] = &troubles(text)[..] else {
                panic!("{text}: {:?}", troubles(text));
            };
            assert!(
                said.starts_with(&format!("c.toml:{line}: the theme is one of")),
                "{said}"
            );
        }
    }
}
