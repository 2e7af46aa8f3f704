//! Writing in the person's own editor: the same text goes out and comes back.

use super::super::effect::Effect;
use super::super::open_event::OpenEvent;
use super::super::{App, Screen};
use super::{change, save};
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
    let mut effects = save::save(app);
    effects.push(Effect::Editor {
        name: crate::store::slug(&name),
        text: body,
        of: text,
    });
    effects
}

/// Takes the text back. One that came back empty leaves everything as it was.
pub fn edited(app: &mut App, text: Result<String, String>) {
    let now: Duration = app.elapsed;
    let text = match text {
        Ok(text) => text,
        Err(why) => return app.complain(format!("{why}; the text is as it was")),
    };
    let Some(editor) = app.open_event.as_mut().and_then(OpenEvent::editor_mut) else {
        return;
    };
    let body = super::super::open_event::body(&text);
    if body == editor.text() {
        return app.say("Nothing was changed in the editor");
    }
    if body.trim().is_empty() {
        return app.complain("The editor left nothing; the text is as it was");
    }
    editor.set_text(body, now);
    save::written(app);
    app.say("Took the text from the editor");
}
