//! What a person set in the config file: keys and looks.

use super::keymap::{Keymap, KeymapError};
use std::path::PathBuf;

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
        if let Ok(document) = toml_edit::Document::parse(text)
            && let Some(item) = document.get("theme").filter(|item| !item.is_table())
        {
            let name = item.as_str();
            match ThemeName::ALL
                .into_iter()
                .find(|theme| Some(theme.word()) == name)
            {
                Some(theme) => settings.theme = theme,
                None => {
                    let at = item.span().map_or(0, |span| span.start);
                    let line = 1 + text[..at.min(text.len())].matches('\n').count();
                    settings.troubles.push(format!(
                        "{file}:{line}: the theme is one of \"dark\", \"light\", \"high-contrast\", \"terminal\""
                    ));
                }
            }
        }
        Ok(settings)
    }
}
