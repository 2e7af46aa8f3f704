//! docutils and Nikola as judges: one Python process (`judge.py`) that answers for a whole batch of
//! texts.

use crate::python::python;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running judge. It keeps no state between texts.
pub struct Judge {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    nikola: bool,
}

/// A system message of docutils.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Line of the source, from 1; 0 when docutils names none.
    pub line: u64,
    /// 1 info, 2 warning, 3 error, 4 severe.
    pub level: u64,
    /// docutils' sentence.
    pub text: String,
}

impl Judge {
    /// Starts docutils as it comes. Without a Python that has it, says so and gives none.
    pub fn start() -> Option<Judge> {
        let python = python()?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance/judge.py");
        let mut child = Command::new(&python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {}: {e}", python.display()));
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().expect("piped"));
        Some(Judge {
            child,
            input,
            output,
            nikola: false,
        })
    }

    /// The same, but knowing the directives and roles that Nikola adds.
    pub fn start_with_nikola() -> Option<Judge> {
        let mut judge = Judge::start()?;
        judge.nikola = true;
        Some(judge)
    }

    /// The trees before docutils' transforms: references by name, nothing resolved.
    pub fn parse(&mut self, sources: &[&str]) -> Vec<Value> {
        self.ask("parse", sources)
    }

    /// The finished trees: `[tag, {attributes}, child, ...]`, strings for text (see `judge.py`).
    pub fn tree(&mut self, sources: &[&str]) -> Vec<Value> {
        self.ask("tree", sources)
    }

    /// Every system message of a whole run to HTML, in order of line; level 1 included.
    pub fn problems(&mut self, sources: &[&str]) -> Vec<Vec<Message>> {
        let answers = self.ask("problems", sources);
        answers
            .iter()
            .map(|found| {
                let found = found.as_array().expect("a list");
                found.iter().map(message).collect()
            })
            .collect()
    }

    /// The text of each paragraph, title, term and so on, in order, with the source's line breaks.
    pub fn text(&mut self, sources: &[&str]) -> Vec<Vec<String>> {
        let answers = self.ask("text", sources);
        answers
            .into_iter()
            .map(|texts| serde_json::from_value(texts).expect("strings"))
            .collect()
    }

    /// The inline markup of texts, one after the other in the way of `judge.py`.
    pub fn inline(&mut self, sources: &[&str]) -> Vec<Value> {
        self.ask("inline", sources)
    }

    /// The blocks as lines of text and what the parser alone reports (see `outline.py`).
    pub fn outline(&mut self, sources: &[&str]) -> Vec<(Vec<String>, Vec<Message>)> {
        let answers = self.ask("outline", sources);
        answers
            .into_iter()
            .map(|mut answer| {
                let tree = serde_json::from_value(answer["tree"].take()).expect("strings");
                let problems = answer["problems"].as_array().expect("a list");
                (tree, problems.iter().map(message).collect())
            })
            .collect()
    }

    /// What Nikola's own code reads from posts of these texts: `{"nikola": {...}, "docinfo":
    /// {...}}`, without and with its setting USE_REST_DOCINFO_METADATA.
    pub fn metadata(&mut self, sources: &[&str]) -> Vec<Value> {
        self.ask("metadata", sources)
    }

    fn ask(&mut self, op: &str, sources: &[&str]) -> Vec<Value> {
        let nikola = self.nikola;
        let mut input = self.input.take().expect("open until dropped");
        let output = &mut self.output;
        std::thread::scope(|scope| {
            // The answers begin before the last question is written: somebody has to read them
            // meanwhile.
            let writer = scope.spawn(move || {
                for source in sources {
                    let request = json!({"op": op, "source": source, "nikola": nikola});
                    writeln!(input, "{request}").expect("the judge takes a request");
                }
                input.flush().expect("the judge takes a request");
                input
            });
            // All answers are read before any is looked at, or the writer would wait for ever after
            // a bad one.
            let lines: Vec<String> = sources.iter().map(|_| line(output)).collect();
            self.input = Some(writer.join().expect("the writer thread ends"));
            let pairs = sources.iter().zip(&lines);
            pairs
                .map(|(source, line)| answer(line, op, source))
                .collect()
        })
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        self.input = None;
        let _ = self.child.wait();
    }
}

fn message(entry: &Value) -> Message {
    Message {
        line: entry[0].as_u64().unwrap_or(0),
        level: entry[1].as_u64().expect("a level"),
        text: entry[2].as_str().expect("a text").to_owned(),
    }
}

fn line(output: &mut BufReader<ChildStdout>) -> String {
    let mut line = String::new();
    output.read_line(&mut line).expect("the judge answers");
    line
}

fn answer(line: &str, op: &str, source: &str) -> Value {
    let mut answer: Value = serde_json::from_str(line)
        .unwrap_or_else(|e| panic!("the judge broke off ({e}) at {op} of:\n{source}"));
    if let Some(error) = answer.get("error") {
        panic!("the judge cannot tell the {op}: {error}, of:\n{source}");
    }
    answer["ok"].take()
}

/// A file or folder of the test data beside the repository (`../shared`); none, and a note, where
/// it is absent.
pub fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if !path.exists() {
        println!("skipped: no {} here", path.display());
        return None;
    }
    Some(path)
}

/// The texts of the corpus' posts, with their file names, in order of name. Empty, and a note,
/// where it is absent.
pub fn posts() -> Vec<(String, String)> {
    let Some(folder) = shared("corpus/posts") else {
        return Vec::new();
    };
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the corpus can be read")
        .map(|entry| entry.expect("the corpus can be read").path())
        .filter(|path| path.extension().is_some_and(|e| e == "rst"))
        .map(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    found.sort();
    found
}
