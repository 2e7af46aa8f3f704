//! Styles by what they are for, from `assets/themes/*.toml`.
//!
//! A theme file is lines of `role = "COLOUR on COLOUR MODIFIERS"`. An error names the line; a
//! person's own styles stand under `[colours]` in the config file. With `NO_COLOR` the colours go
//! and the modifiers stay, and what colour alone would tell gets one.

use crate::app::settings::ThemeName;
use crate::edit::EditTheme;
use crate::model::shown;
use ratatui::style::{Color, Modifier, Style};
use thiserror::Error;
use toml_edit::{Document, Item, Table};

/// Makes the list of roles.
macro_rules! roles {
    ($($role:ident $name:literal $help:literal;)+) => {
        /// What a style is for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Role { $(#[doc = $help] $role,)+ }

        const ROLES: &[(Role, &str)] = &[$((Role::$role, $name),)+];
    };
}

roles! {
    Text "text" "Running text and the background.";
    Dim "dim" "What is secondary.";
    Accent "accent" "The one colour that draws the eye.";
    Title "title" "Titles.";
    Rule "rule" "Lines between things.";
    Chosen "chosen" "The chosen row where the keys are.";
    ChosenAway "chosen-away" "The chosen row where they are not.";
    Key "key" "A key in the footer.";
    Good "good" "Done.";
    Warning "warning" "Worth a look.";
    Error "error" "Wrong.";
    Layer "layer" "What lies over the screen.";
    Selection "selection" "Selected text.";
    Found "found" "A match.";
    Heading "heading" "A heading in a text.";
    Adornment "adornment" "Its line of punctuation.";
    Literal "literal" "Literal text.";
    Reference "reference" "References.";
    Emphasis "emphasis" "Emphasis.";
    Strong "strong" "Strong emphasis.";
    Directive "directive" "Directives.";
    Target "target" "Targets.";
    Comment "comment" "Comments.";
    Marker "marker" "Bullets and names of fields.";
}

/// What is wrong with a theme.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}: {}", shown::line(message))]
pub struct ThemeError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// A style for every role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; ROLES.len()],
}

impl Theme {
    /// One of the themes that hallway comes with.
    ///
    /// # Errors
    /// When its file is unsound; a test reads them all.
    pub fn standard(name: ThemeName) -> Result<Theme, ThemeError> {
        let (file, text) = match name {
            ThemeName::Dark => ("dark.toml", include_str!("../../assets/themes/dark.toml")),
            ThemeName::Light => ("light.toml", include_str!("../../assets/themes/light.toml")),
            ThemeName::HighContrast => (
                "high-contrast.toml",
                include_str!("../../assets/themes/high-contrast.toml"),
            ),
            ThemeName::Terminal => (
                "terminal.toml",
                include_str!("../../assets/themes/terminal.toml"),
            ),
        };
        Theme::plain().with(file, text, None)
    }

    /// No styles at all.
    pub fn plain() -> Theme {
        Theme {
            styles: [Style::new(); ROLES.len()],
        }
    }

    /// This theme with the styles that a text names, which stand under `under` if that is given.
    ///
    /// # Errors
    /// An unknown role, or a style that cannot be read.
    pub fn with(self, file: &str, text: &str, under: Option<&str>) -> Result<Theme, ThemeError> {
        let fail = |at: usize, message: String| ThemeError {
            file: file.to_owned(),
            line: 1 + text[..at.min(text.len())].matches('\n').count(),
            message,
        };
        let document = Document::parse(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            fail(at, error.message().to_owned())
        })?;
        let table = match under {
            None => Some(document.as_table()),
            Some(name) => match document.get(name) {
                Some(item) if !item.is_table() => {
                    let at = item.span().map_or(0, |span| span.start);
                    let message = format!("the colours stand in a table, under [{name}]");
                    return Err(fail(at, message));
                }
                item => item.and_then(Item::as_table),
            },
        };
        let mut theme = self;
        for (name, item) in table.into_iter().flat_map(Table::iter) {
            let at = item.span().map_or(0, |span| span.start);
            let role = ROLES.iter().find(|(_, role)| *role == name);
            let (role, _) = role.ok_or_else(|| fail(at, format!("no style is called `{name}`")))?;
            let words = item.as_str().unwrap_or("?");
            let style = style(words).ok_or_else(|| {
                fail(
                    at,
                    format!("`{words}` is not a style such as \"cyan bold\""),
                )
            })?;
            theme.styles[*role as usize] = style;
        }
        Ok(theme)
    }

    /// This theme without colours.
    pub fn without_colours(mut self) -> Theme {
        for style in &mut self.styles {
            style.fg = None;
            style.bg = None;
        }
        for (role, modifier) in [
            (Role::Chosen, Modifier::REVERSED),
            (Role::ChosenAway, Modifier::UNDERLINED),
            (Role::Key, Modifier::BOLD),
            (Role::Selection, Modifier::REVERSED),
            (Role::Found, Modifier::REVERSED),
            (Role::Error, Modifier::BOLD),
            (Role::Reference, Modifier::UNDERLINED),
        ] {
            let style = &mut self.styles[role as usize];
            *style = style.add_modifier(modifier);
        }
        self
    }

    /// The style of a role, on the background of the text.
    pub fn get(&self, role: Role) -> Style {
        self.styles[role as usize]
    }

    /// The styles that the editor draws with.
    pub fn edit(&self) -> EditTheme {
        let of = |role| self.get(role);
        let underlined = |role| self.get(role).add_modifier(Modifier::UNDERLINED);
        EditTheme {
            text: of(Role::Text),
            selection: of(Role::Selection),
            found: of(Role::Found),
            named: of(Role::Dim),
            heading: of(Role::Heading),
            adornment: of(Role::Adornment),
            literal: of(Role::Literal),
            reference: of(Role::Reference),
            emphasis: of(Role::Emphasis),
            strong: of(Role::Strong),
            directive: of(Role::Directive),
            target: of(Role::Target),
            comment: of(Role::Comment),
            marker: of(Role::Marker),
            error: underlined(Role::Error),
            warning: underlined(Role::Warning),
            hint: underlined(Role::Text),
            mark: underlined(Role::Text),
        }
    }
}

/// Reads `cyan on #202020 bold`.
fn style(words: &str) -> Option<Style> {
    let mut style = Style::new();
    let mut words = words.split_whitespace();
    while let Some(word) = words.next() {
        let modifier = match word {
            "bold" => Some(Modifier::BOLD),
            "dim" => Some(Modifier::DIM),
            "italic" => Some(Modifier::ITALIC),
            "underlined" => Some(Modifier::UNDERLINED),
            "reversed" => Some(Modifier::REVERSED),
            _ => None,
        };
        style = match (modifier, word) {
            (Some(modifier), _) => style.add_modifier(modifier),
            (None, "on") => style.bg(colour(words.next()?)?),
            (None, _) => style.fg(colour(word)?),
        };
    }
    Some(style)
}

fn colour(word: &str) -> Option<Color> {
    const NAMES: [(&str, Color); 16] = [
        ("black", Color::Black),
        ("red", Color::Red),
        ("green", Color::Green),
        ("yellow", Color::Yellow),
        ("blue", Color::Blue),
        ("magenta", Color::Magenta),
        ("cyan", Color::Cyan),
        ("white", Color::Gray),
        ("bright-black", Color::DarkGray),
        ("bright-red", Color::LightRed),
        ("bright-green", Color::LightGreen),
        ("bright-yellow", Color::LightYellow),
        ("bright-blue", Color::LightBlue),
        ("bright-magenta", Color::LightMagenta),
        ("bright-cyan", Color::LightCyan),
        ("bright-white", Color::White),
    ];
    if word == "default" {
        return Some(Color::Reset);
    }
    if let Some((_, colour)) = NAMES.iter().find(|(name, _)| *name == word) {
        return Some(*colour);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let number = u32::from_str_radix(hex, 16)
            .ok()
            .filter(|_| hex.len() == 6)?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    word.parse().ok().map(Color::Indexed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_every_role() {
        for name in ThemeName::ALL {
            let theme = Theme::standard(name).unwrap();
            for (role, word) in ROLES {
                assert_ne!(theme.get(*role), Style::new(), "{} {word}", name.word());
            }
        }
    }

    #[test]
    fn errors_name_the_line() {
        let plain = Theme::plain();
        for (text, start) in [
            (
                "text = \"red\"\nsky = \"blue\"\n",
                "t.toml:2: no style is called `sky`",
            ),
            (
                "\n\ntext = \"reddish\"\n",
                "t.toml:3: `reddish` is not a style",
            ),
            ("text = \"red on\"\n", "t.toml:1: "),
            ("text = 3\n", "t.toml:1: "),
            ("text = \n", "t.toml:1: "),
        ] {
            let error = plain.with("t.toml", text, None).unwrap_err().to_string();
            assert!(error.starts_with(start), "{error}");
        }
    }

    #[test]
    fn without_colours_the_chosen_row_still_stands_out() {
        let theme = Theme::standard(ThemeName::Dark).unwrap().without_colours();
        for (role, _) in ROLES {
            assert_eq!((theme.get(*role).fg, theme.get(*role).bg), (None, None));
        }
        assert!(
            theme
                .get(Role::Chosen)
                .add_modifier
                .contains(Modifier::REVERSED)
        );
    }
}
