//! A pasted text: into the line or the text that has the keys. A list takes none of its letters as commands.

use super::super::App;
use super::super::effect::Effect;
use super::super::keymap::Context;
use super::{claims, line, link, write};
use crate::edit::{Command, LineCommand};

/// Takes in a text.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    match app.context() {
        Context::Typing if claims::stops_typing(app) => Vec::new(),
        Context::Typing => match link::pasted(app, text) {
            Some(effects) => effects,
            None => write::run(app, Command::Paste(text.to_owned())),
        },
        Context::Line => line::run(app, LineCommand::Paste(text.to_owned())),
        Context::Global | Context::Lists | Context::Booth => {
            app.register = text.to_owned();
            app.say(format!(
                "{} pasted characters wait here: go into a text and press Ctrl-V",
                text.chars().count()
            ));
            Vec::new()
        }
    }
}
