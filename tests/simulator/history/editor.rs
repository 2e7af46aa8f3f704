//! What a person does in an editor that an app has started.

use super::History;
use crate::shown::{Shown, token};
use hallway::app::key::Key;
use hallway::app::keymap::KeyContext;

impl History {
    /// Presses the key that gives the text to an editor.
    pub(super) fn open_editor(&mut self, app: usize) {
        let key = match self.free(app).map(|program| program.app.context()) {
            Some(KeyContext::Typing) => "Alt-e",
            Some(KeyContext::Lists) => "e",
            _ => return,
        };
        let key: Key = key.parse().unwrap();
        self.key(app, key);
    }

    /// Appends a token to the text in the editor, and saves it.
    pub(super) fn editor_saves(&mut self, app: usize) {
        let open = self.apps[app].as_ref().and_then(|one| one.editing.as_ref());
        let Some(path) = open.map(|open| open.path().to_owned()) else {
            return;
        };
        let Some(bytes) = self.disk.read(&path) else {
            return;
        };
        let number = self.model.token();
        let text = String::from_utf8_lossy(&bytes);
        self.write_synced(&path, format!("{text}{}\n", token(number)).as_bytes());
        self.model.edited(app, number);
    }

    /// Closes the editor.
    pub(super) fn close_editor(&mut self, app: usize, well: bool) {
        let Some(program) = &mut self.apps[app] else {
            return;
        };
        if program.editing.is_none() {
            return;
        }
        if !well {
            self.model.refused(app);
        }
        let before = Shown::of_app(&program.app);
        program.close_editor(well);
        let after = Shown::of_app(&program.app);
        if let (Some((one, before)), Some((other, after))) = (before, after)
            && one == other
        {
            self.model.changed(app, &before, &after);
        }
        if well {
            self.model.came_back(app);
        }
    }
}
