//! Writing in the notes.

use super::super::App;
use super::super::action::Action;
use super::super::effect::Effect;
use super::super::open_event::OpenEvent;
use super::{act_in_list, capture, create, link, names, open, save, search_in_note};
use crate::edit::{EditCommand, Motion};

/// Types a character.
pub fn type_char(app: &mut App, c: char) -> Vec<Effect> {
    let effects = run(app, EditCommand::Insert(c));
    names::typed(app, c);
    effects
}

/// Does something to the text.
pub fn run(app: &mut App, command: EditCommand) -> Vec<Effect> {
    let now = app.elapsed;
    let Some(editor) = app.open_event.as_mut().and_then(OpenEvent::editor_mut) else {
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
            true => EditCommand::Select(motion),
            false => EditCommand::Move(motion),
        };
        return run(app, command);
    }
    let command = match action {
        Action::Enter => EditCommand::Newline,
        Action::Undo | Action::Redo => {
            let again = action == Action::Redo;
            if let Some(effects) = names::with_links(app, again) {
                return effects;
            }
            match again {
                true => EditCommand::Redo,
                false => EditCommand::Undo,
            }
        }
        Action::SelectAll => EditCommand::SelectAll,
        Action::DeleteLeft => EditCommand::Backspace,
        Action::DeleteRight => EditCommand::Delete,
        Action::DeleteWordLeft => EditCommand::DeleteWordLeft,
        Action::DeleteWordRight => EditCommand::DeleteWordRight,
        Action::DeleteToStart => EditCommand::DeleteToLineStart,
        Action::DeleteToEnd => EditCommand::DeleteToLineEnd,
        Action::Indent => EditCommand::Indent,
        Action::Dedent => EditCommand::Dedent,
        Action::Cut => EditCommand::Cut,
        Action::Paste => {
            let text = app.register.clone();
            return match link::pasted(app, &text) {
                Some(effects) => effects,
                None => run(app, EditCommand::Paste(text)),
            };
        }
        Action::Copy if has_selection(app) => EditCommand::Copy,
        Action::Back => return open::leave_pane(app),
        Action::New => return create::ask(app),
        Action::Capture => return capture::ask(app),
        Action::Find => return search_in_note::ask(app),
        _ => return act_in_list(app, action),
    };
    run(app, command)
}

fn has_selection(app: &App) -> bool {
    let editor = app.open_event.as_ref().and_then(OpenEvent::editor);
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
