//! The styles that the editor draws with.

use ratatui::style::{Color, Modifier, Style};

use super::HighlightKind;

/// A style for everything that can be seen in the editor. The default uses the terminal's own
/// colours, and tells nothing by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditTheme {
    /// The text and the empty space around it.
    pub text: Style,
    /// What is selected.
    pub selection: Style,
    /// A match of the search.
    pub found: Style,
    /// Characters shown by name, such as ⟨U+202E⟩.
    pub named: Style,
    /// A heading's text.
    pub heading: Style,
    /// A heading's line of punctuation.
    pub adornment: Style,
    /// Literal text.
    pub literal: Style,
    /// References, roles, URLs.
    pub reference: Style,
    /// Emphasis.
    pub emphasis: Style,
    /// Strong emphasis.
    pub strong: Style,
    /// Directives and their options.
    pub directive: Style,
    /// Targets, footnotes, definitions of substitutions.
    pub target: Style,
    /// Comments.
    pub comment: Style,
    /// Bullets, ordinals, names of fields.
    pub marker: Style,
    /// An error.
    pub error: Style,
    /// A warning.
    pub warning: Style,
    /// A hint.
    pub hint: Style,
    /// Something that the app points at.
    pub mark: Style,
}

impl EditTheme {
    /// The style of a kind of highlight.
    pub fn style(&self, kind: HighlightKind) -> Style {
        match kind {
            HighlightKind::Heading => self.heading,
            HighlightKind::Adornment => self.adornment,
            HighlightKind::Literal => self.literal,
            HighlightKind::Reference => self.reference,
            HighlightKind::Emphasis => self.emphasis,
            HighlightKind::Strong => self.strong,
            HighlightKind::Directive => self.directive,
            HighlightKind::Target => self.target,
            HighlightKind::Comment => self.comment,
            HighlightKind::Marker => self.marker,
            HighlightKind::Error => self.error,
            HighlightKind::Warning => self.warning,
            HighlightKind::Hint => self.hint,
            HighlightKind::Mark => self.mark,
        }
    }
}

impl Default for EditTheme {
    fn default() -> Self {
        let plain = Style::new();
        let dim = plain.add_modifier(Modifier::DIM);
        Self {
            text: plain,
            selection: plain.add_modifier(Modifier::REVERSED),
            found: plain.fg(Color::Black).bg(Color::Yellow),
            named: dim,
            heading: plain.add_modifier(Modifier::BOLD),
            adornment: dim,
            literal: plain.fg(Color::Green),
            reference: plain.fg(Color::Cyan),
            emphasis: plain.add_modifier(Modifier::ITALIC),
            strong: plain.add_modifier(Modifier::BOLD),
            directive: plain.fg(Color::Magenta),
            target: plain.fg(Color::Blue),
            comment: dim,
            marker: plain.fg(Color::Yellow),
            error: plain
                .fg(Color::Red)
                .add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
            warning: plain.fg(Color::Yellow).add_modifier(Modifier::UNDERLINED),
            hint: plain.add_modifier(Modifier::UNDERLINED),
            mark: plain.add_modifier(Modifier::UNDERLINED),
        }
    }
}
