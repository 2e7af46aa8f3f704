//! Places that cannot be written, and readers that leave early.

use crate::failed;
use crate::home::{Home, NOW, printed};
use std::process::{Command, Stdio};

#[test]
fn a_folder_as_export_path() {
    let home = Home::with_event();
    std::fs::create_dir(home.path().join("posts")).unwrap();
    assert_eq!(
        home.line("export --output posts"),
        failed(
            1,
            "error: posts: this is a folder\nhint: name a file in it, such as posts/post.rst\n"
        )
    );
}

#[test]
fn a_folder_that_is_not_there() {
    let home = Home::with_event();
    let said = home.line("export --output none/post.rst");
    assert_eq!(
        said,
        failed(
            1,
            "error: none: there is no such folder\nhint: make it first\n"
        )
    );
}

/// A command that a shell sets up before it becomes the program.
fn shell(home: &Home, script: &str) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_hallway")])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("HALLWAY_NOW", NOW)
        .env("TZ", "UTC")
        .current_dir(home.path());
    command
}

#[test]
fn a_full_disk_leaves_the_old_file_whole() {
    let home = Home::with_event();
    home.ok("session Long");
    home.ok("export --output post.rst");
    let old = std::fs::read(home.path().join("post.rst")).unwrap();
    let session = home.notebook().join("events/scale-15x/sessions/long.toml");
    let text = std::fs::read_to_string(&session).unwrap();
    let prose = "A line of the notes that is repeated often.\n".repeat(1000);
    std::fs::write(&session, format!("{text}notes = '''\n{prose}'''\n")).unwrap();
    // No file may grow beyond 16 kB: the post does not fit, everything else does.
    let full = shell(
        &home,
        "trap '' XFSZ; ulimit -f 32; exec \"$0\" export --output post.rst",
    )
    .output()
    .unwrap();
    assert_eq!(
        printed(full),
        failed(
            1,
            "error: post.rst: no space: File too large\nhint: free some space and save again; the file is whole as it was\n"
        )
    );
    assert_eq!(std::fs::read(home.path().join("post.rst")).unwrap(), old);
    let left: Vec<_> = std::fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| name == "post.rst" || name == ".local"),
        "{left:?}"
    );
    assert!(
        home.ok("export --output post.rst")
            .starts_with("wrote post.rst")
    );
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let home = Home::with_event();
    home.ok("export --output post.rst");
    home.ok("session More");
    home.ok("note -s more text");
    let path = home.path().join("post.rst");
    let old = std::fs::read(&path).unwrap();
    // Root may write anything, so the program runs as nobody.
    let private_facts = Command::new("chown")
        .args(["-R", "65534:65534"])
        .arg(home.path())
        .status();
    let script = "chmod a-w post.rst; exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" export --output post.rst";
    let tried = shell(&home, script).output().unwrap();
    if !private_facts.is_ok_and(|status| status.success())
        || [126, 127].contains(&tried.status.code().unwrap_or(127))
    {
        eprintln!("another user cannot be played here: skipped");
        return;
    }
    assert_eq!(
        printed(tried),
        failed(
            1,
            "error: post.rst: not permitted: Permission denied\n\
             hint: see who owns the file and its folder; the file is whole as it was\n"
        )
    );
    assert_eq!(std::fs::read(&path).unwrap(), old);
}

#[test]
fn standard_output_closed_early() {
    let home = Home::new();
    home.ok("demo sample");
    for verb in [
        "man",
        "--notebook sample show harbour",
        "--notebook sample export harbour --output -",
    ] {
        let script = format!("exec \"$0\" {verb}");
        let mut child = shell(&home, &script)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{verb}");
        assert_eq!(done.status.code(), Some(0), "{verb}");
    }
}

#[test]
fn standard_output_on_a_full_disk() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("/dev/full is not here: skipped");
        return;
    }
    let home = Home::with_event();
    let full = shell(&home, "exec \"$0\" list > /dev/full")
        .output()
        .unwrap();
    assert_eq!(
        printed(full),
        failed(
            1,
            "error: standard output cannot be written: No space left on device\n"
        )
    );
}
