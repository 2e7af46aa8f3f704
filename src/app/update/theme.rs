//! The next set of colours, remembered for the next start.

use super::super::App;
use super::super::effect::{Effect, Job};
use super::super::layer::after;
use super::super::settings::{Answer, ThemeName};

/// Takes the next theme.
pub fn next(app: &mut App) -> Vec<Effect> {
    let theme = after(&ThemeName::ALL, app.settings.theme);
    app.settings.theme = theme;
    app.say(format!("Theme: {}", theme.word()));
    vec![Effect::Disk(Job::Remember(Answer::Theme(theme)))]
}
