//! Names that would lead out of the notebook: none does, neither for reading nor for writing.

use super::home::Home;
use std::collections::BTreeSet;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// What somebody may write for EVENT or SESSION.
fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "..",
        ".",
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "/",
        "a/../../x",
        "e/../e",
        "sessions/s",
        "event.toml",
        "..\\x",
        "C:\\x",
        "~",
        "~/x",
        "-",
        "con",
        "nul",
        "COM1",
        "aux.toml",
        ".git",
        " ",
        "",
        "\u{202e}x",
        "x\u{1b}[2J",
        "*",
        "$(touch x)",
        "`touch x`",
        "; touch x",
        "x\ny",
        "%2e%2e/x",
        "..%00",
        "\u{ff0e}\u{ff0e}/x",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(5000));
    names.push("../".repeat(400));
    names
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => files(&entry.path(), found),
            false => drop(found.insert(entry.path())),
        }
    }
}

/// The files below the home folder that are neither in the notebook nor in the state and cache
/// folders.
fn outside(home: &Home) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    files(home.path(), &mut all);
    let ours = [
        home.notebook(),
        home.path().join(".local/state/hallway"),
        home.path().join(".cache/hallway"),
    ];
    all.retain(|path| !ours.iter().any(|ours| path.starts_with(ours)));
    all
}

#[test]
fn an_event_or_session_of_a_strange_name_is_none() {
    let home = Home::with_event();
    home.ok("session S");
    std::fs::write(home.path().join("x.toml"), "title = \"out\"\n").unwrap();
    std::fs::write(home.notebook().join("x"), "out").unwrap();
    let before = outside(&home);
    for name in names() {
        let name = name.as_str();
        for arguments in [
            &["path", name] as &[&str],
            &["path", "scale", name],
            &["rm", name],
            &["rm", "scale", name],
            &["show", name],
            &["list", name],
            &["history", name],
            &["export", name, "-o", "-"],
            &["note", "-e", name, "x"],
            &["note", "-e", "scale", "-s", name, "x"],
            &["count", "visitors", "-e", name],
            &["session", "T", "-e", name],
            &["links", "-e", name],
            &["now", "-e", name],
            &["new", "T", "--from", name],
            &["new", "T", "--slug", name],
            &["recover", "show", name],
            &["recover", "drop", name],
            &["recover", "restore", name],
        ] {
            // An empty name, a hyphen and their like may mean something to the parser; nothing may
            // be done for them.
            let printed = home.run(arguments);
            assert_ne!(printed.code, 0, "{arguments:?}: {}", printed.out);
            assert!(
                !printed.err.is_empty() && printed.out.is_empty(),
                "{arguments:?}: {printed:?}"
            );
            assert!(
                !printed.err.contains("panicked"),
                "{arguments:?}: {}",
                printed.err
            );
        }
    }
    assert_eq!(outside(&home), before);
    assert_eq!(
        std::fs::read_to_string(home.notebook().join("x")).unwrap(),
        "out"
    );
    assert!(home.event("scale-15x").exists());
    assert!(home.ok("list scale").contains('S'));
}

#[test]
fn titles_like_paths_become_names_within_the_notebook() {
    let home = Home::new();
    let before = outside(&home);
    for name in names() {
        let title = name.as_str();
        for arguments in [
            &["new", "--time-zone", "UTC", "--", title] as &[&str],
            &[
                "new",
                "--time-zone",
                "UTC",
                "--url",
                "https://x.example/",
                "--",
                title,
            ],
        ] {
            let printed = home.run(arguments);
            if printed.code == 0 {
                let made = printed.out.trim();
                let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                assert!(made.chars().all(fits), "{title:?}: {made}");
                assert!((1..=84).contains(&made.len()), "{title:?}: {made}");
                assert!(
                    !["con", "nul", "aux", "prn", "com1"].contains(&made),
                    "{made}"
                );
                let printed = home.run(["session", "-e", made, "--", title]);
                assert_eq!(printed.code, 0, "{title:?}: {}", printed.err);
            } else {
                let why = ["no name for a folder", "has no title", "empty"];
                assert!(
                    why.iter().any(|why| printed.err.contains(why)),
                    "{title:?}: {}",
                    printed.err
                );
            }
        }
    }
    assert_eq!(outside(&home), before);
    let mut all = BTreeSet::new();
    files(&home.notebook().join("events"), &mut all);
    for path in &all {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        assert!(name.len() <= 84, "{}", path.display());
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_as_names() {
    let home = Home::with_event();
    let odd = std::ffi::OsStr::from_bytes(b"a\xff/../b");
    for verb in ["path", "rm", "show"] {
        let printed = home.run([std::ffi::OsStr::new(verb), odd]);
        assert_ne!(printed.code, 0, "{verb}");
        assert!(!printed.err.contains("panicked"), "{}", printed.err);
    }
}

#[test]
fn links_within_a_notebook_lead_no_write_outside() {
    let home = Home::with_event();
    home.ok("session S");
    let away = home.path().join("away");
    std::fs::create_dir(&away).unwrap();
    std::fs::write(away.join("event.toml"), "title = \"Away\"\n").unwrap();
    // A name that climbs out by way of a folder's name is refused before anything is opened.
    let hostile = home.notebook().join("events").join("..");
    assert!(hostile.exists());
    let printed = home.run(["rm", "../../away"]);
    assert_ne!(printed.code, 0);
    assert!(away.join("event.toml").exists());
    // What is removed goes to the trash as the link that it is; what it leads to stays.
    std::os::unix::fs::symlink(&away, home.notebook().join("events/linked")).unwrap();
    home.line("rm linked");
    assert_eq!(
        std::fs::read_to_string(away.join("event.toml")).unwrap(),
        "title = \"Away\"\n"
    );
}

#[test]
fn state_and_cache_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::with_event();
    home.ok("session S");
    home.ok("note -s S one");
    home.ok("note -s S two");
    home.ok("search one");
    home.ok("export -o post.rst");
    let mut looked = 0;
    for root in [".local/state/hallway", ".cache/hallway"] {
        let mut left = vec![home.path().join(root)];
        while let Some(path) = left.pop() {
            let metadata = std::fs::symlink_metadata(&path).unwrap();
            // In a folder that nobody else can enter a file's own mode says nothing.
            if metadata.is_dir() {
                let mode = metadata.permissions().mode() & 0o777;
                assert_eq!(mode, 0o700, "{}", path.display());
                looked += 1;
                left.extend(
                    std::fs::read_dir(&path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
            }
        }
    }
    assert!(looked > 3, "only {looked} folders");
}

#[test]
fn a_config_file_has_a_bearable_size() {
    let home = Home::new();
    std::fs::write(home.path().join("c.toml"), "#".repeat(2_000_000)).unwrap();
    let printed = home.run(["--config", "c.toml", "list"]);
    assert_eq!(printed.code, 2);
    assert_eq!(
        printed.err,
        "error: c.toml: the config file cannot be read: it has more than 1 MB\n"
    );
}

#[test]
fn a_copy_of_a_sync_program_is_listed_merged_and_put_away() {
    let home = Home::with_event();
    home.ok("session Talk --starts 10:00");
    home.ok("note -s talk here");
    let sessions = home.notebook().join("events/scale-15x/sessions");
    let talk = std::fs::read_to_string(sessions.join("talk.toml")).unwrap();
    let name = "talk.sync-conflict-20170303-101230-ABCDEFG.toml";
    std::fs::write(sessions.join(name), talk.replace("here", "there")).unwrap();
    std::fs::write(sessions.join("talk 2.toml"), &talk).unwrap();
    let listed = home.line("list scale");
    assert_eq!(listed.out.matches("Talk").count(), 1, "{}", listed.out);
    assert!(
        listed
            .err
            .contains("a sync program left this copy of talk.toml"),
        "{}",
        listed.err
    );
    let all: serde_json::Value = serde_json::from_str(&home.ok("recover --json")).unwrap();
    let copies = all["sync_copies"].as_array().unwrap();
    assert_eq!(copies.len(), 2);
    let id = |name: &str| {
        let is_it = |copy: &&serde_json::Value| copy["path"].as_str().unwrap().ends_with(name);
        let copy = copies.iter().find(is_it).unwrap();
        copy["id"].as_str().unwrap().to_owned()
    };
    let (conflict, two) = (id(name), id("talk 2.toml"));
    assert!(home.ok("recover").contains("a sync program's copy"));
    assert!(
        home.ok(&format!("recover diff {conflict}"))
            .contains("+text = \"there\"")
    );
    home.ok(&format!("recover restore {conflict}"));
    home.ok(&format!("recover drop {two}"));
    let talk = std::fs::read_to_string(sessions.join("talk.toml")).unwrap();
    assert!(talk.contains("here") && talk.contains("there"), "{talk}");
    assert_eq!(std::fs::read_dir(&sessions).unwrap().count(), 1);
    assert_eq!(
        home.line("recover").err,
        "note: there is nothing to bring back\n"
    );
    // A post is written although there are copies, and says so.
    std::fs::write(sessions.join(name), talk).unwrap();
    let exported = home.line("export scale --output post.rst");
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert!(exported.err.contains("sync program"), "{}", exported.err);
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_notebook_is_refused_unless_the_config_file_allows_it() {
    let home = Home::with_event();
    home.ok("session Talk --starts 10:00");
    home.ok("session Other --starts 11:00");
    let aliases = home.path().join(".bash_aliases");
    let mine = "title = 'Mine'\n";
    std::fs::write(&aliases, mine).unwrap();
    let sessions = home.notebook().join("events/scale-15x/sessions");
    std::fs::remove_file(sessions.join("talk.toml")).unwrap();
    std::os::unix::fs::symlink(&aliases, sessions.join("talk.toml")).unwrap();
    for line in [
        "note -s talk x",
        "export scale --output x.rst",
        "edit scale talk",
    ] {
        let printed = home.line(line);
        assert_eq!(printed.code, 1, "{line}: {}", printed.out);
        assert!(
            printed
                .err
                .contains("talk.toml: a link leads out of the notebook, to ")
                && printed.err.contains(".bash_aliases")
                && printed.err.contains("allowed_link_folders"),
            "{line}: {}",
            printed.err
        );
    }
    home.ok("note -s other x");
    let listed = home.line("list scale");
    assert!(
        listed.out.contains("Other") && listed.err.contains("leads out"),
        "{}",
        listed.err
    );
    assert_eq!(std::fs::read_to_string(&aliases).unwrap(), mine);
    std::fs::create_dir_all(home.path().join(".config/hallway")).unwrap();
    let config = home.path().join(".config/hallway/config.toml");
    std::fs::write(config, "allowed_link_folders = [\"~\"]\n").unwrap();
    home.ok("note -s mine x");
    assert_ne!(std::fs::read_to_string(&aliases).unwrap(), mine);
}

#[test]
fn what_cannot_be_removed_stays() {
    let home = Home::with_event();
    home.ok("session Talk --starts 10:00");
    // There is no place for it.
    std::fs::write(home.notebook().join("trash"), "in the way").unwrap();
    for line in ["rm scale talk", "rm scale"] {
        let printed = home.line(line);
        assert_eq!(printed.code, 1, "{line}: {}", printed.out);
        assert!(printed.err.starts_with("error: "), "{}", printed.err);
    }
    assert!(home.ok("list scale").contains("Talk"));
}
