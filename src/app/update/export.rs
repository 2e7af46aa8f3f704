//! Writing the post.

use super::super::action::Action;
use super::super::effect::{Effect, Job};
use super::super::export::{ExportDialog, ExportTarget};
use super::super::layer::Layer;
use super::super::open_event::OpenEvent;
use super::super::preview;
use super::super::settings::Answer;
use super::super::{App, Screen};
use super::change::{Changed, commit_input, name, transact};
use super::navigate::moved;
use crate::check::Severity;
use crate::edit::LineInput;
use crate::post::Origin;
use crate::post::writer::OutputFormat;
use crate::publish::{Draft, Existing, file, gate, record};
use crate::store::at_home;
use std::path::{Path, PathBuf};

/// Opens the dialog.
pub fn ask(app: &mut App) -> Vec<Effect> {
    if app.screen != Screen::Event || app.open_event.is_none() {
        return super::open::then(app, Action::Export);
    }
    commit_input(app);
    super::problems::check(app);
    let mut effects = super::save::save(app);
    let Some(open_event) = app.open_event.as_ref() else {
        return effects;
    };
    let draft = preview::draft(open_event, app.sources());
    let problems = problems(app, open_event, &draft);
    let path = path(app, open_event);
    let format = OutputFormat::of_path(&path);
    app.layers.push(Layer::Export(ExportDialog {
        input: LineInput::new(&path.to_string_lossy()),
        format,
        text: draft.text(format),
        size: draft.size(),
        problems,
        there: ExportTarget::Unknown,
        top: 0,
        insists: false,
        done: None,
    }));
    effects.extend(look(app));
    effects
}

/// What is wrong with the post as it would be written, each with its place, and what the event
/// still lacks.
fn problems(app: &App, open_event: &OpenEvent, draft: &Draft) -> Vec<(Severity, String)> {
    let shown = |problem: &gate::PostProblem| {
        let line = problem.place.line;
        let place = match problem.origin {
            Some(Origin::Session(at)) => match open_event.sessions.get(at) {
                Some((_, session)) => format!("{}, line {line}", session.title),
                None => format!("line {line}"),
            },
            _ => format!("line {line}"),
        };
        match problem.is_in_part {
            true => problem.message.clone(),
            false => format!("{place}: {}", problem.message),
        }
    };
    let problems = gate::problems(draft, &app.problems.found);
    let mut all: Vec<(Severity, String)> = problems
        .iter()
        .map(|problem| (problem.level, shown(problem)))
        .collect();
    all.extend(app.problems.lacks().map(|one| {
        let name = app.problems.text(one).map(|text| name(open_event, text));
        let name = name.map_or_else(String::new, |name| format!("{name}: "));
        (Severity::Info, format!("{name}{}", one.finding.message))
    }));
    all
}

/// Where the post was written last from this laptop, else its name in the export folder.
fn path(app: &App, open_event: &OpenEvent) -> PathBuf {
    if let Some(last) = &open_event.written {
        return last.clone();
    }
    let file = file::name(
        &open_event.event,
        open_event.folder.as_deref(),
        OutputFormat::usual(),
    );
    match &app.export_folder {
        Some(folder) => folder.join(file),
        None => Path::new("~").join(file),
    }
}

/// Looks at what stands at the path that is typed.
pub fn look(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Export(export)) = app.layers.last_mut() else {
        return Vec::new();
    };
    export.there = ExportTarget::Unknown;
    if export.input.text().trim().is_empty() {
        export.there = ExportTarget::Unusable("a file's name is needed".to_owned());
        return Vec::new();
    }
    let path = target(export);
    let format = OutputFormat::of_path(Path::new(&path));
    let is_new = !std::ptr::eq(format, export.format);
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    if is_new {
        let text = preview::draft(open_event, app.sources()).text(format);
        if let Some(Layer::Export(export)) = app.layers.last_mut() {
            (export.format, export.text) = (format, text);
        }
    }
    vec![Effect::Disk(Job::Look {
        path,
        folder: open_event.folder.clone().unwrap_or_default(),
        event: Box::new(open_event.event.clone()),
        export_folder: app.export_folder.clone(),
    })]
}

/// The file that is meant by what is typed: `~/` is the home folder, and what is relative begins
/// where hallway was started.
fn target(export: &ExportDialog) -> String {
    let typed = at_home(Path::new(export.input.text().trim()));
    let path = std::path::absolute(&typed).unwrap_or(typed);
    path.to_string_lossy().into_owned()
}

/// Takes in what stands there.
pub fn looked(app: &mut App, path: &str, found: Result<Option<Existing>, String>) {
    let Some(Layer::Export(export)) = app.layers.last_mut() else {
        return;
    };
    if target(export) != path {
        return;
    }
    export.top = 0;
    export.there = match found {
        Err(why) => ExportTarget::Unusable(why),
        Ok(None) => ExportTarget::Nothing,
        Ok(Some(found)) => ExportTarget::file(found, &export.text),
    };
}

/// Scrolls the difference.
pub fn scroll(export: &mut ExportDialog, by: isize) {
    let lines = match &export.there {
        ExportTarget::File { changes, .. } => changes.len(),
        _ => export.problems.len(),
    };
    export.top = moved(export.top, by, lines.saturating_sub(1));
}

/// Writes it, unless something speaks against it.
pub fn write(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Export(export)) = app.layers.last().cloned() else {
        return Vec::new();
    };
    if let Some(objection) = export.objection() {
        app.say(format!("Not written: {objection}"));
        return Vec::new();
    }
    let found = match &export.there {
        ExportTarget::File { hash, .. } => Some(hash.clone()),
        _ => None,
    };
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let draft = preview::draft(open_event, app.sources());
    if let Err(error) = draft.can_be_written() {
        app.complain(error.to_string());
        return Vec::new();
    }
    let text = draft.text(export.format);
    let mut event = draft.event;
    record::pin(&mut event, &draft.post);
    let file = target(&export);
    let new = crate::store::hash(text.as_bytes());
    record::in_event(&mut event, Path::new(&file), found.as_deref(), &new);
    let folder = open_event.folder.clone().unwrap_or_default();
    // The event learns the new hash before the file has it: wherever this is cut short, the next
    // export knows the file as its own.
    let mut effects = transact(app, "an export", &[Changed::Event], |open_event| {
        open_event.event = event
    });
    effects.push(Effect::Disk(Job::Export {
        path: file,
        folder,
        text,
        expected: found,
        keeps: matches!(export.there, ExportTarget::File { ours: false, .. }),
    }));
    effects
}

/// It is written. The folder of the first post that is written is remembered for the others.
pub fn written(app: &mut App, path: String) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut said = format!("Exported to {path}");
    let folder = Path::new(&path).parent().map(Path::to_owned);
    if let Some(folder) = folder.filter(|_| app.export_folder.is_none()) {
        said.push_str("; posts go to that folder from now on");
        app.export_folder = Some(folder.clone());
        effects.push(Effect::Disk(Job::Remember(Answer::ExportFolder(folder))));
    }
    app.say(said);
    if let Some(open_event) = app.open_event.as_mut() {
        open_event.written = Some(PathBuf::from(&path));
    }
    if let Some(Layer::Export(export)) = app.layers.last_mut() {
        export.done = Some(path);
    }
    effects
}

/// Does an action once the post is written; nothing when it is not, or the dialog is not on top.
pub fn act(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    let Some(Layer::Export(export)) = app.layers.last() else {
        return None;
    };
    let path = export.done.clone()?;
    Some(match action {
        Action::Editor => vec![Effect::EditFile { path: path.into() }],
        Action::Copy => {
            app.say("Copied the path");
            vec![Effect::Copy(path)]
        }
        Action::Enter | Action::Back | Action::Export => {
            app.layers.pop();
            Vec::new()
        }
        _ => Vec::new(),
    })
}
