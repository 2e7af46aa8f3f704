//! What a person set in the config file: keys and looks.

use super::keymap::{Keymap, KeymapError};
use std::path::PathBuf;
use std::time::Duration;

/// What can be set in the config file.
const KEYS: [&str; 8] = [
    "notebook",
    "export_folder",
    "allowed_link_folders",
    "keep_hard_links",
    "theme",
    "escape_timeout",
    "keys",
    "colours",
];

/// How long the rest of an escape sequence is waited for, in milliseconds, unless the config file
/// says otherwise.
const ESCAPE_TIMEOUT: u64 = 25;

/// The longest time that the config file may say, in milliseconds.
const MOST_ESCAPE_TIMEOUT: u64 = 100;

/// What a person set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The keys.
    pub keymap: Keymap,
    /// The colours.
    pub theme: ThemeName,
    /// How long the rest of an escape sequence is waited for before ESC is the Esc key.
    pub escape_timeout: Duration,
    /// What was wrong with the config file.
    pub problems: Vec<String>,
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
    /// The settings in a config file, given by name and content. Where something is wrong with it,
    /// that is told and the defaults hold.
    ///
    /// # Errors
    /// When the keys that hallway comes with are unsound.
    pub fn of(config: Option<(&str, &str)>) -> Result<Settings, KeymapError> {
        let mut settings = Settings {
            keymap: Keymap::standard()?,
            theme: ThemeName::Terminal,
            escape_timeout: Duration::from_millis(ESCAPE_TIMEOUT),
            problems: Vec::new(),
        };
        let Some((file, text)) = config else {
            return Ok(settings);
        };
        match Keymap::with_config(file, text) {
            Ok(keymap) => settings.keymap = keymap,
            Err(error) => settings
                .problems
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
                ("theme", None) => settings.problems.push(format!(
                    "{file}:{line}: the theme is one of \"dark\", \"light\", \"high-contrast\", \"terminal\""
                )),
                ("escape_timeout", _) => match milliseconds(item) {
                    Some(timeout) => settings.escape_timeout = timeout,
                    None => settings.problems.push(format!(
                        "{file}:{line}: escape_timeout is a number of milliseconds from 0 to \
                         {MOST_ESCAPE_TIMEOUT}"
                    )),
                },
                _ if KEYS.contains(&key) => {}
                _ => settings.problems.push(format!(
                    "{file}:{line}: there is no setting `{key}`; there are {}",
                    KEYS.join(", ")
                )),
            }
        }
        Ok(settings)
    }
}

/// Returns an escape timeout, if it is one.
fn milliseconds(item: &toml_edit::Item) -> Option<Duration> {
    let number = u64::try_from(item.as_integer()?).ok()?;
    (number <= MOST_ESCAPE_TIMEOUT).then(|| Duration::from_millis(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        Settings::of(Some(("c.toml", text))).unwrap().problems
    }

    #[test]
    fn what_is_no_setting_is_named_with_its_line() {
        assert!(problems("theme = \"light\"\nexport_folder = \"~/blog\"\n").is_empty());
        assert_eq!(
            problems("# Mine.\nthem = \"dark\"\n"),
            [
                "c.toml:2: there is no setting `them`; there are notebook, export_folder, allowed_link_folders, keep_hard_links, theme, escape_timeout, keys, colours"
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
            let [said] = &problems(text)[..] else {
                panic!("{text}: {:?}", problems(text));
            };
            assert!(
                said.starts_with(&format!("c.toml:{line}: the theme is one of")),
                "{said}"
            );
        }
    }

    #[test]
    fn the_escape_timeout_is_a_number_of_milliseconds() {
        let of = |text: &str| Settings::of(Some(("c.toml", text))).unwrap();
        assert_eq!(of("").escape_timeout, Duration::from_millis(25));
        for (text, milliseconds) in [("0", 0), ("60", 60), ("100", 100)] {
            let settings = of(&format!("escape_timeout = {text}\n"));
            assert_eq!(settings.escape_timeout, Duration::from_millis(milliseconds));
            assert_eq!(settings.problems, [""; 0]);
        }
        for text in ["101", "-1", "2.5", "\"25\""] {
            let settings = of(&format!("escape_timeout = {text}\n"));
            assert_eq!(settings.escape_timeout, Duration::from_millis(25));
            assert_eq!(
                settings.problems,
                ["c.toml:1: escape_timeout is a number of milliseconds from 0 to 100"]
            );
        }
    }
}
