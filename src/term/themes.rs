//! The themes, read once.

use crate::app::settings::ThemeName;
use crate::ui::theme::{Theme, ThemeError};

/// All themes, as this person and this terminal want them.
pub struct Themes {
    themes: Vec<(ThemeName, Theme)>,
    plain: Theme,
}

impl Themes {
    /// The themes with the person's own colours, and what is wrong with those.
    pub fn of(config: Option<(&str, &str)>) -> Result<(Themes, Vec<String>), ThemeError> {
        // no-color.org: set to anything but nothing.
        let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let mut themes = Vec::new();
        let mut errors = Vec::new();
        for name in ThemeName::ALL {
            let mut theme = Theme::standard(name)?;
            if let Some((file, text)) = config {
                match theme.with(file, text, Some("colours")) {
                    Ok(own) => theme = own,
                    Err(error) => errors = vec![format!("{error}; using the standard colours")],
                }
            }
            if colourless {
                theme = theme.without_colours();
            }
            themes.push((name, theme));
        }
        let themes = Themes {
            themes,
            plain: Theme::plain(),
        };
        Ok((themes, errors))
    }

    /// The theme of that name.
    pub fn theme(&self, name: ThemeName) -> &Theme {
        let found = self.themes.iter().find(|(found, _)| *found == name);
        found.map_or(&self.plain, |(_, theme)| theme)
    }
}
