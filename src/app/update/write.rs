//! Writing in the notes.

use super::super::App;
use super::super::action::Action;
use super::super::desk::Desk;
use super::super::effect::Effect;
use super::{act_in_list, capture, create, link, names, open, save, seek};
use crate::edit::{Command, Motion};

/// Types a character.
pub fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    let effects = run(app, Command::Insert(c));
    names::typed(app, c);
    effects
}

/// Does something to the text.
pub fn run(app: &mut App, command: Command) -> Vec<Effect> {
    let now = app.elapsed;
    let Some(editor) = app.desk.as_mut().and_then(Desk::editor_mut) else {
        return Vec::new();
    };
    let outcome = editor.run(command, now);
    if outcome.changed {
        save::written(app);
    }
    if outcome.cleaned.removed > 0 {
        app.say("Control characters in the pasted text were left out");
    } else if outcome.cleaned.line_ends > 0 {
        app.say("Foreign line ends in the pasted text became new lines");
    }
    match outcome.copied {
        Some(text) => {
            app.register.clone_from(&text);
            app.say("Copied");
            vec![Effect::Copy(text)]
        }
        None => Vec::new(),
    }
}

/// Does an action while the notes have the keys.
pub fn act(app: &mut App, action: Action, extends: bool) -> Vec<Effect> {
    if let Some(effects) = names::act(app, action) {
        return effects;
    }
    if let Some(motion) = motion(action) {
        let command = match extends {
            true => Command::Select(motion),
            false => Command::Move(motion),
        };
        return run(app, command);
    }
    let command = match action {
        Action::Enter => Command::Newline,
        Action::Undo | Action::Redo => {
            let again = action == Action::Redo;
            if let Some(effects) = names::tied(app, again) {
                return effects;
            }
            match again {
                true => Command::Redo,
                false => Command::Undo,
            }
        }
        Action::SelectAll => Command::SelectAll,
        Action::DeleteLeft => Command::Backspace,
        Action::DeleteRight => Command::Delete,
        Action::DeleteWordLeft => Command::DeleteWordLeft,
        Action::DeleteWordRight => Command::DeleteWordRight,
        Action::DeleteToStart => Command::DeleteToLineStart,
        Action::DeleteToEnd => Command::DeleteToLineEnd,
        Action::Indent => Command::Indent,
        Action::Dedent => Command::Dedent,
        Action::Cut => Command::Cut,
        Action::Paste => {
            let text = app.register.clone();
            return match link::pasted(app, &text) {
                Some(effects) => effects,
                None => run(app, Command::Paste(text)),
            };
        }
        Action::Copy if has_selection(app) => Command::Copy,
        Action::Back => return open::leave_pane(app),
        Action::New => return create::ask(app),
        Action::Capture => return capture::ask(app),
        Action::Find => return seek::ask(app),
        _ => return act_in_list(app, action),
    };
    run(app, command)
}

fn has_selection(app: &App) -> bool {
    let editor = app.desk.as_ref().and_then(Desk::editor);
    editor.is_some_and(|editor| editor.selection().is_some())
}

fn motion(action: Action) -> Option<Motion> {
    Some(match action {
        Action::Up => Motion::Up,
        Action::Down => Motion::Down,
        Action::PageUp => Motion::PageUp,
        Action::PageDown => Motion::PageDown,
        Action::Left => Motion::Left,
        Action::Right => Motion::Right,
        Action::WordLeft => Motion::WordLeft,
        Action::WordRight => Motion::WordRight,
        Action::LineStart => Motion::LineStart,
        Action::LineEnd => Motion::LineEnd,
        Action::ParagraphUp => Motion::ParagraphUp,
        Action::ParagraphDown => Motion::ParagraphDown,
        Action::TextStart => Motion::DocumentStart,
        Action::TextEnd => Motion::DocumentEnd,
        _ => return None,
    })
}
