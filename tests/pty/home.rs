//! A person's folders for one test.

use crate::terminal::Terminal;
use portable_pty::CommandBuilder;
use std::fs;
use std::path::{Path, PathBuf};

/// The moment of every test: in the sample event, while a talk runs.
const NOW: &str = "2026-05-15T14:05:00+01:00";

/// Folders that nobody else uses.
pub struct Home {
    folder: tempfile::TempDir,
    set: Vec<(String, String)>,
}

impl Home {
    /// With an empty notebook.
    pub fn empty() -> Home {
        let folder = tempfile::tempdir().expect("a folder");
        Home {
            folder,
            set: Vec::new(),
        }
    }

    /// With the sample event.
    pub fn demo() -> Home {
        let home = Home::empty();
        let output = home.verb(&["demo", home.notebook().to_str().expect("UTF-8")]);
        assert!(output.status.success(), "{output:?}");
        home
    }

    /// With a variable of the environment set.
    pub fn with(mut self, name: &str, value: &str) -> Home {
        self.set.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a config file that says that.
    pub fn config(self, text: &str) -> Home {
        let folder = self.path("config/hallway");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("config.toml"), text).expect("a config file");
        self
    }

    /// With a program that `$EDITOR` names. It finds the file in `$1`.
    pub fn editor(self, script: &str) -> Home {
        let path = self.path("editor");
        fs::write(&path, script).expect("a script");
        let value = format!("sh {}", path.display());
        self.with("EDITOR", &value)
    }

    /// A path within.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The notebook.
    pub fn notebook(&self) -> PathBuf {
        self.path("notebook")
    }

    /// The environment of every program.
    fn environment(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.path(name).display().to_string();
        let mut all: Vec<(String, String)> = [
            ("PATH", std::env::var("PATH").unwrap_or_default()),
            ("HOME", path("")),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_STATE_HOME", path("state")),
            ("XDG_CACHE_HOME", path("cache")),
            ("HALLWAY_NOTEBOOK", path("notebook")),
            ("HALLWAY_NOW", NOW.to_owned()),
            ("TERM", "xterm-256color".to_owned()),
            ("TZ", "Europe/London".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        all.extend(self.set.clone());
        all
    }

    /// The app in a terminal of so many columns and rows.
    pub fn open(&self, columns: u16, rows: u16) -> Terminal {
        self.run(&[env!("CARGO_BIN_EXE_hallway")], columns, rows)
    }

    /// A command in a terminal.
    pub fn run(&self, words: &[&str], columns: u16, rows: u16) -> Terminal {
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.folder.path());
        Terminal::start(command, columns, rows)
    }

    /// A verb without a terminal.
    pub fn verb(&self, words: &[&str]) -> std::process::Output {
        self.command(env!("CARGO_BIN_EXE_hallway"), words)
    }

    /// A program without a terminal.
    pub fn command(&self, program: &str, words: &[&str]) -> std::process::Output {
        std::process::Command::new(program)
            .args(words)
            .env_clear()
            .envs(self.environment())
            .output()
            .expect("a process")
    }

    /// The content of a file of the notebook.
    pub fn read(&self, path: &str) -> String {
        let path = self.notebook().join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// What the files of all sessions say.
    pub fn sessions(&self) -> String {
        let mut all = String::new();
        read_all(&self.notebook().join("events"), &mut all);
        all
    }
}

fn read_all(folder: &Path, all: &mut String) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            read_all(&path, all);
        } else {
            all.push_str(&fs::read_to_string(&path).expect("text"));
        }
    }
}
