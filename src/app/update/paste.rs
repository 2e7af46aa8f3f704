//! A pasted text: into the line or the text that has the keys. A list takes none of its letters as
//! commands.

use super::super::App;
use super::super::effect::Effect;
use super::super::keymap::KeyContext;
use super::{edit_locks, line, link, write};
use crate::edit::{EditCommand, LineCommand};
use std::borrow::Cow;

/// Takes in a text.
pub fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    let text = as_copied(text);
    let text = text.as_ref();
    match app.context() {
        KeyContext::Typing if edit_locks::stops_typing(app) => Vec::new(),
        KeyContext::Typing => match link::pasted(app, text) {
            Some(effects) => effects,
            None => write::run(app, EditCommand::Paste(text.to_owned())),
        },
        KeyContext::Line => line::run(app, LineCommand::Paste(text.to_owned())),
        KeyContext::Global | KeyContext::Lists | KeyContext::Booth => {
            app.register = text.to_owned();
            app.say(format!(
                "{} pasted characters wait here: go into a text and press Ctrl-V",
                text.chars().count()
            ));
            Vec::new()
        }
    }
}

/// The text with its line ends as they were copied: terminals send each as a CR, as if Enter was
/// pressed (xterm, VTE, tmux). Where there is a newline as well, a CR is something else, and stays
/// for the editor to clean and tell of.
fn as_copied(text: &str) -> Cow<'_, str> {
    match text.contains('\r') && !text.contains('\n') {
        true => Cow::Owned(text.replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_the_terminal_are_those_of_the_text() {
        assert_eq!(as_copied("one\rtwo\r"), "one\ntwo\n");
        assert_eq!(as_copied("one\ntwo\rthree"), "one\ntwo\rthree");
        assert_eq!(as_copied("one\r\ntwo"), "one\r\ntwo");
        assert_eq!(as_copied("one"), "one");
    }
}
