//! Writing in the person's own editor: the same text goes out and comes back.

use super::super::effect::Effect;
use super::super::{App, Screen};
use super::{change, save};
use crate::store::merge_text;
use std::time::Duration;

/// Hands the chosen text out.
pub fn open(app: &mut App) -> Vec<Effect> {
    let open_event = app
        .open_event
        .as_mut()
        .filter(|_| app.screen == Screen::Event);
    let Some((open_event, text)) =
        open_event.and_then(|open_event| open_event.text().map(|text| (open_event, text)))
    else {
        app.say("Choose a session, the introduction or the closing first");
        return Vec::new();
    };
    let name = change::name(open_event, text);
    let mut body = open_event
        .editor_mut()
        .map(|editor| editor.text())
        .unwrap_or_default();
    // Programs that add lines expect the last one to be ended.
    body.push('\n');
    open_event.lent = Some((text, body.clone()));
    let mut effects = save::save(app);
    effects.push(Effect::Editor {
        name: crate::store::slug(&name),
        text: body,
        of: text,
    });
    effects
}

/// Takes the text back, with what others wrote since it went out. One that came back empty leaves
/// everything as it was.
pub fn edited(app: &mut App, text: Result<String, String>) {
    let now: Duration = app.elapsed;
    let text = match text {
        Ok(text) => text,
        Err(why) => {
            if let Some(open_event) = app.open_event.as_mut() {
                open_event.lent = None;
            }
            return app.complain(format!("{why}; the text is as it was"));
        }
    };
    let Some(open_event) = app.open_event.as_mut() else {
        return;
    };
    let lent = open_event.lent.take();
    let editor = match &lent {
        Some((of, _)) => open_event.editor_of(*of),
        None => open_event.editor_mut(),
    };
    let Some(editor) = editor else {
        // It stays where the editor left it.
        open_event.lent = lent;
        return app.complain("The note was removed; to see what the editor left: hallway recover");
    };
    let body = super::super::open_event::body(&text);
    let went_out = lent.map_or_else(
        || editor.text(),
        |(_, text)| super::super::open_event::body(&text).to_owned(),
    );
    if body == went_out {
        return app.say("Nothing was changed in the editor");
    }
    if body.trim().is_empty() {
        return app.complain("The editor left nothing; the text is as it was");
    }
    let now_there = editor.text();
    match now_there == went_out {
        true => editor.set_text(body, now),
        // What others wrote came in when it was saved before it went out.
        false => editor.set_text(&merge_text(&went_out, body, &now_there), now),
    };
    save::written(app);
    app.say("Took the text from the editor");
}
