//! What other programs and commands in a shell do.

use super::{FIRST, History, SlowWriter, unlocked};
use crate::acts::{Act, Writer};
use crate::shown::token;
use hallway::store::clock::Clock;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// Where the post of the event goes.
const EXPORTED: &str = "/home/blog/fair.rst";

/// A post without its sessions.
const POST: &str =
    ".. title: Trip\n.. slug: trip\n.. date: 2017-03-05 12:00:00 UTC\n\nWe went.\n\n";

/// A programme with the talk.
const PROGRAMME: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<schedule><version>1.2</version>
<conference><title>Fair</title><start>2017-03-02</start><end>2017-03-03</end>
<time_zone_name>Europe/Vienna</time_zone_name></conference>
<day date="2017-03-02" index="1"><room name="ROOM"><event guid="aa-1" id="1">
<date>2017-03-02T10:00:00+01:00</date><start>10:00</start><duration>00:45</duration>
<room>ROOM</room><title>Talk</title><type>talk</type>
</event></room></day></schedule>
"#;

impl History {
    pub(super) fn others(&mut self, act: &Act) {
        match act {
            Act::Note(session) => {
                let number = self.model.token();
                let mut words = vec!["note".to_owned(), "-e".to_owned(), "fair".to_owned()];
                if let Some(name) = session.and_then(|at| self.names().get(at).cloned()) {
                    words.extend(["-s".to_owned(), name]);
                }
                words.push(token(number));
                let done = self.command(words);
                self.model.wrote(number, done);
            }
            Act::Count(by) => {
                let words = ["count", "visitors", &by.to_string(), "-e", "fair"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.counted("visitors", *by, done);
            }
            Act::NewSession => {
                let number = self.model.token();
                let words = ["session", &token(number), "-e", "fair"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.wrote(number, done);
            }
            Act::Links => {
                let number = self.model.token();
                let words = ["links", "set", &token(number), "https://x.example/"];
                let done = self.command(words.map(str::to_owned).to_vec());
                self.model.wrote(number, done);
            }
            Act::Remove(at) => {
                if let Some(name) = self.names().get(*at).cloned() {
                    self.model.removed = true;
                    self.model.uncounted = true;
                    self.command(vec!["rm".to_owned(), "fair".to_owned(), name]);
                }
            }
            Act::Append(at, writer) => {
                self.write(*at, *writer, |text, token| {
                    let (head, tail) = text.split_once("notes = '''\n")?;
                    let (notes, tail) = tail.split_once("'''")?;
                    let end = if notes.is_empty() || notes.ends_with('\n') {
                        ""
                    } else {
                        "\n"
                    };
                    Some(format!("{head}notes = '''\n{notes}{end}{token}\n'''{tail}"))
                });
            }
            Act::Room(at, writer) => {
                let wrote = self.write(*at, *writer, |text, token| {
                    let (head, tail) = text.split_once("title = ")?;
                    if text.contains("room = ") {
                        return None;
                    }
                    Some(format!("{head}room = \"{token}\"\ntitle = {tail}"))
                });
                wrote
                    .into_iter()
                    .for_each(|number| self.model.is_value(number));
            }
            // One that is moved and loses its `id` before anybody looks is not known again.
            Act::RemoveSettings if self.root != Path::new(FIRST) => {}
            Act::RemoveSettings => {
                // It may be gone already.
                let _ = self.disk.remove(&self.root.join("notebook.toml"));
            }
            Act::Import(into) => self.import(*into),
            Act::Schedule(version) => self.schedule(*version),
            _ => {}
        }
    }

    /// Imports a post with a session that is called by a token: as an event of its own, or the post
    /// of the event itself to which the session was added.
    fn import(&mut self, into: bool) {
        let mut text = POST.to_owned();
        if into {
            let words = ["export", "fair", "--force", "--output", EXPORTED];
            // The section comes last, where a closing would be.
            if self.has_closing() || !self.command(words.map(str::to_owned).to_vec()) {
                return;
            }
            let Some(post) = self.disk.read(Path::new(EXPORTED)) else {
                return;
            };
            text = String::from_utf8_lossy(&post).into_owned();
            // Targets of links come last as well.
            if text.contains("\n.. _") {
                return;
            }
        }
        let number = self.model.token();
        let title = token(number);
        let line = "-".repeat(title.len());
        let file = self.file("post.rst", &format!("{text}\n{title}\n{line}\n\nWords.\n"));
        let mut words = vec!["import".to_owned(), file];
        if into {
            words.extend(["--into".to_owned(), "fair".to_owned()]);
        }
        let done = self.command(words);
        self.model.wrote(number, done);
    }

    /// Whether the event has a closing, in its file or on a screen.
    fn has_closing(&self) -> bool {
        let path = self.root.join("events/fair/event.toml");
        let bytes = self.disk.read(&path).unwrap_or_default();
        let apps = self.apps.iter().flatten();
        let mut desks = apps.filter_map(|program| program.app.open_event.as_ref());
        String::from_utf8_lossy(&bytes).contains("[closing]")
            || desks.any(|open_event| open_event.current_event().closing.is_some())
    }

    /// Imports a version of the event's programme, in which the talk is in another room.
    fn schedule(&mut self, version: u8) {
        let text = PROGRAMME.replace("ROOM", &format!("Hall {version}"));
        let file = self.file("programme.xml", &text);
        let words = ["schedule", &file, "-e", "fair", "--yes"];
        self.command(words.map(str::to_owned).to_vec());
    }

    /// Writes a file of this computer that a command reads.
    fn file(&mut self, name: &str, text: &str) -> String {
        let folder = self.files.get_or_insert_with(|| TempDir::new().unwrap());
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Another program changes a session's file.
    fn write(
        &mut self,
        at: usize,
        writer: Writer,
        edit: impl Fn(&str, &str) -> Option<String>,
    ) -> Option<u32> {
        let path = self.files().get(at).cloned()?;
        let number = self.model.token();
        let bytes = self.disk.read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let text = edit(&text, &token(number))?;
        let is_written = unlocked(&self.writers).iter().any(|one| one.path == path);
        if is_written {
            return None;
        }
        match writer {
            Writer::Replaces => {
                let beside = path.with_extension("beside~");
                self.write_synced(&beside, text.as_bytes());
                self.disk.rename(&beside, &path).unwrap();
            }
            Writer::InPlace => self.write_synced(&path, text.as_bytes()),
            Writer::Slow => {
                let mut file = self.disk.open_in_place(&path).unwrap();
                file.truncate();
                unlocked(&self.writers).push(SlowWriter {
                    file,
                    path: path.clone(),
                    bytes: text.into_bytes(),
                    at: 0,
                    due: self.clock.monotonic() + Duration::from_millis(60),
                });
            }
        }
        // Somebody may have been killed before the name was on disk.
        let folder = path.parent().unwrap();
        self.disk.process(1).sync_dir(folder).unwrap();
        self.model.wrote(number, true);
        Some(number)
    }

    pub(super) fn write_synced(&self, path: &Path, bytes: &[u8]) {
        let mut file = self.disk.open_in_place(path).unwrap();
        file.truncate();
        file.write(bytes);
        file.sync();
    }

    /// Runs a command to its end. Returns whether it says that it did what was asked for.
    pub(super) fn command(&mut self, words: Vec<String>) -> bool {
        let store = self.store();
        if let Some(n) = self.cut.take() {
            self.doom.set(self.next_pid, n);
        }
        let words = std::iter::once("hallway".to_owned()).chain(words);
        let code = hallway::cli::run_in(store, self.clock.now(), words.map(OsString::from));
        self.disk.kill(self.next_pid);
        code == 0 && !self.doom.lift()
    }

    pub(super) fn files(&self) -> Vec<PathBuf> {
        let folder = self.root.join("events/fair/sessions");
        let files = self.disk.files().into_iter();
        let is_session = |path: &PathBuf| {
            path.starts_with(&folder)
                && path.extension().is_some_and(|ending| ending == "toml")
                && !path.file_name().unwrap().to_string_lossy().starts_with('.')
        };
        files.filter(is_session).collect()
    }

    pub(super) fn names(&self) -> Vec<String> {
        let files = self.files().into_iter();
        files
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect()
    }
}
