//! What was brought back: keeping it, comparing, taking the old text.

use super::super::App;
use super::super::action::Action;
use super::super::effect::{Effect, Job};
use super::super::layer::Layer;
use super::super::recovery::RecoveryDialog;
use super::navigate::{moved, rows};
use crate::store::Backup;
use std::path::Path;

impl App {
    /// Tells what was brought back.
    pub fn recovered(&mut self, recovery: RecoveryDialog) {
        self.layers.push(Layer::Recovery(recovery));
    }

    /// Tells what killed saves left: in the dialog that is open, else in one below all that is.
    pub(super) fn left_over(&mut self, waiting: Vec<String>) {
        let open = self.layers.iter_mut().find_map(|layer| match layer {
            Layer::Recovery(open) => Some(open),
            _ => None,
        });
        match (open, RecoveryDialog::of(Vec::new(), waiting)) {
            (Some(open), Some(more)) => {
                let new = more.waiting.into_iter();
                let new: Vec<String> = new.filter(|one| !open.waiting.contains(one)).collect();
                open.waiting.extend(new);
            }
            (None, Some(recovery)) => self.layers.insert(0, Layer::Recovery(recovery)),
            (_, None) => {}
        }
    }
}

/// Does an action in the dialog; nothing when it is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Recovery(open)) = app.layers.last_mut() else {
        return None;
    };
    let by = rows(action);
    if by != 0 {
        match (open.compares, open.chosen()) {
            (true, Some(back)) => {
                let last = back.changes.len().saturating_sub(1);
                open.top = moved(open.top, by, last);
            }
            _ => {
                let last = open.rows.len().saturating_sub(1);
                open.selected = moved(open.selected, by, last);
            }
        }
        return Some(Vec::new());
    }
    Some(match action {
        Action::NextPane => {
            open.compares = !open.compares && open.chosen().is_some();
            open.top = 0;
            Vec::new()
        }
        Action::Back if open.compares => {
            open.compares = false;
            open.top = 0;
            Vec::new()
        }
        Action::Enter | Action::Back => {
            app.layers.pop();
            Vec::new()
        }
        Action::Undo => swap(app, true),
        Action::Redo => swap(app, false),
        _ => Vec::new(),
    })
}

/// Takes the old text of the chosen one, or what came back again.
fn swap(app: &mut App, to_old: bool) -> Vec<Effect> {
    let Some(Layer::Recovery(open)) = app.layers.last() else {
        return Vec::new();
    };
    let Some(back) = open.chosen().filter(|back| back.is_old != to_old) else {
        return Vec::new();
    };
    let version = if to_old { &back.old } else { &back.new };
    let Some(version) = version.clone() else {
        app.say("There was no old text: it is new");
        return Vec::new();
    };
    let file = back.file.clone();
    vec![Effect::Disk(Job::BringBack { file, version })]
}

/// A file says what it said in another version; what it said is put aside.
pub fn brought(app: &mut App, file: &Path, aside: Option<Backup>) -> Vec<Effect> {
    let mut folder = None;
    let mut said = None;
    for layer in &mut app.layers {
        let Layer::Recovery(open) = layer else {
            continue;
        };
        for back in open.rows.iter_mut().filter(|back| back.file == file) {
            back.is_old = !back.is_old;
            match back.is_old {
                true => back.new = aside.clone(),
                false => back.old = aside.clone().or(back.old.take()),
            }
            said = Some(match back.is_old {
                true => format!(
                    "Restored the old text of {}; the recovered one is kept in its history",
                    back.title
                ),
                false => format!("What came back to {}", back.title),
            });
            folder = Some(back.folder.clone());
        }
    }
    if let Some(said) = said {
        app.say(said);
    }
    let open_event = app.open_event.as_ref();
    let is_open = open_event
        .is_some_and(|open_event| open_event.folder.is_some() && open_event.folder == folder);
    match folder.filter(|_| is_open) {
        Some(folder) => {
            let event_id = app.next_event_id();
            vec![Effect::Disk(Job::Open { event_id, folder })]
        }
        None => Vec::new(),
    }
}
