//! A person's home folder for one test: its own notebook, config, state and clock.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Output;
use tempfile::TempDir;

/// The home folder. It is gone when the test ends.
pub struct Home {
    folder: TempDir,
}

/// What a run of the program printed.
#[derive(Debug, PartialEq, Eq)]
pub struct Printed {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The morning of the founding example's second day.
pub const NOW: &str = "2017-03-03T10:12:30-08:00";

impl Home {
    /// An empty home folder.
    pub fn new() -> Home {
        Home {
            folder: TempDir::new().unwrap(),
        }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The default notebook.
    pub fn notebook(&self) -> PathBuf {
        self.path().join(".local/share/hallway")
    }

    /// The file of an event.
    pub fn event(&self, folder: &str) -> PathBuf {
        self.notebook()
            .join("events")
            .join(folder)
            .join("event.toml")
    }

    /// A command in this home, at that time.
    pub fn command_at(&self, now: &str) -> assert_cmd::Command {
        let mut command = assert_cmd::Command::cargo_bin("hallway").unwrap();
        command
            .env_clear()
            .envs(
                std::env::vars_os()
                    .filter(|(name, _)| name == "PATH" || name == "LLVM_PROFILE_FILE"),
            )
            .env("HOME", self.path())
            .env("TZ", "Europe/Berlin")
            .env("HALLWAY_NOW", now)
            .current_dir(self.path());
        command
    }

    /// Runs the program with those arguments.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Printed {
        printed(self.command_at(NOW).args(arguments).output().unwrap())
    }

    /// Runs the program with the words of a line; none has a space in it.
    pub fn line(&self, line: &str) -> Printed {
        self.run(line.split_whitespace())
    }

    /// The standard output of a run that has to succeed.
    pub fn ok(&self, line: &str) -> String {
        let printed = self.line(line);
        assert_eq!(printed.code, 0, "{line}: {}", printed.err);
        printed.out
    }

    /// An event of four days that is on now, in Los Angeles.
    pub fn with_event() -> Home {
        let home = Home::new();
        let zone = "--time-zone America/Los_Angeles";
        let made = home.ok(&format!(
            "new SCaLE 15x --starts 2017-03-02 --ends 2017-03-05 {zone}"
        ));
        assert_eq!(made, "scale-15x\n");
        home
    }
}

/// What a process printed.
pub fn printed(output: Output) -> Printed {
    Printed {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}
