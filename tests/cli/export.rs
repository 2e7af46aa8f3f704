//! Exports and imports: nothing of a person's is ever overwritten.

use super::home::Home;
use std::path::Path;

fn with_post() -> Home {
    let home = Home::with_event();
    home.ok("session Kubernetes 101 --starts 9:00");
    home.ok("note -s kube tents, not houses");
    home
}

#[test]
fn exporting_twice_gives_the_same_bytes_and_the_date_stays() {
    let home = with_post();
    let path = home.path().join("post.rst");
    let first = home.ok("export --output post.rst");
    assert!(
        first.starts_with("wrote post.rst: ") && first.contains("1 section"),
        "{first}"
    );
    let text = std::fs::read_to_string(&path).unwrap();
    let later = home
        .command_at("2017-05-01T00:00:00Z")
        .args(["export", "scale", "--output", "post.rst"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&later.stdout).starts_with("post.rst is up to date: "));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert_eq!(home.ok("export --output -"), text);
    // Nothing lies beside the post that a blog's generator would read.
    let names: Vec<_> = std::fs::read_dir(home.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        names
            .iter()
            .all(|name| name == "post.rst" || name == ".local"),
        "{names:?}"
    );
}

#[test]
fn the_export_folder_is_remembered_with_its_comments() {
    let home = with_post();
    assert_eq!(
        home.line("export").err,
        format!(
            "error: there is no export folder yet\nhint: pass --output PATH, or add export_folder = \"~/blog/posts\" to {}\n",
            home.path().join(".config/hallway/config.toml").display()
        )
    );
    std::fs::create_dir_all(home.path().join("blog/posts")).unwrap();
    std::fs::create_dir_all(home.path().join(".config/hallway")).unwrap();
    std::fs::write(
        home.path().join(".config/hallway/config.toml"),
        "# mine\nexport_folder = \"~/blog/posts\"\n",
    )
    .unwrap();
    home.ok("export");
    assert!(home.path().join("blog/posts/scale-15x.rst").exists());
    std::fs::write(
        home.path().join("other.toml"),
        "export_folder = \"~/nowhere\"\n",
    )
    .unwrap();
    let missing = home.line("export --config other.toml");
    assert_eq!(
        missing.err,
        format!(
            "error: {}: there is no such folder\nhint: make it, or change export_folder in other.toml\n",
            home.path().join("nowhere").display()
        )
    );
}

#[test]
fn edits_of_the_file_are_shown_and_kept() {
    let home = with_post();
    home.ok("export --output post.rst");
    let path = home.path().join("post.rst");
    let edited = std::fs::read_to_string(&path)
        .unwrap()
        .replace("tents, not houses", "tents, never houses");
    std::fs::write(&path, &edited).unwrap();

    let refused = home.line("export --output post.rst");
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .out
            .contains("\n-* tents, never houses\n+* tents, not houses\n"),
        "{}",
        refused.out
    );
    assert_eq!(
        refused.err,
        "error: post.rst was edited since hallway last wrote it\n\
         hint: take the edits in with `hallway import --into scale-15x post.rst`, write elsewhere with --output, or \
         overwrite it with --force, which keeps a backup\n"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);

    let forced = home.line("export --output post.rst --force");
    assert_eq!(forced.code, 0, "{}", forced.err);
    let backup = forced
        .err
        .trim()
        .strip_prefix("note: a backup of the file is in ")
        .unwrap();
    assert_eq!(std::fs::read_to_string(backup).unwrap(), edited);
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("tents, not houses")
    );
    assert!(
        home.ok("export --output post.rst")
            .starts_with("post.rst is up to date")
    );
}

#[test]
fn a_file_that_hallway_never_wrote_is_not_overwritten() {
    let home = with_post();
    std::fs::write(home.path().join("post.rst"), "Mine\n====\n").unwrap();
    let refused = home.line("export --output post.rst");
    assert_eq!(refused.code, 1);
    assert!(
        refused
            .err
            .starts_with("error: post.rst is there already and was not written by hallway\n"),
        "{}",
        refused.err
    );
    assert_eq!(
        std::fs::read_to_string(home.path().join("post.rst")).unwrap(),
        "Mine\n====\n"
    );
}

#[test]
fn edits_go_back_into_the_event() {
    let home = Home::with_event();
    std::fs::write(
        home.event("scale-15x"),
        "format = 1\ntitle = \"SCaLE 15x\"\nintro = '''\nIt rained in Pasadena.\n'''\n",
    )
    .unwrap();
    home.ok("export scale --output post.rst");
    let path = home.path().join("post.rst");
    let untouched = home.ok("import --into scale post.rst");
    assert_eq!(
        untouched,
        "post.rst is as hallway wrote it; there is nothing to take in\n"
    );
    let edited = std::fs::read_to_string(&path)
        .unwrap()
        .replace("rained", "poured");
    std::fs::write(&path, &edited).unwrap();
    assert_eq!(
        home.ok("import --into scale post.rst"),
        "SCaLE 15x: introduction\n"
    );
    assert!(
        std::fs::read_to_string(home.event("scale-15x"))
            .unwrap()
            .contains("It poured in Pasadena.")
    );
    assert!(
        home.ok("export --output post.rst")
            .starts_with("post.rst is up to date")
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);
}

#[test]
fn links_of_the_book_are_pinned_at_the_export() {
    let home = Home::with_event();
    std::fs::write(
        home.event("scale-15x"),
        "format = 1\ntitle = \"SCaLE 15x\"\nintro = '''\nI like `Fedora`_.\n'''\n",
    )
    .unwrap();
    let book = home.notebook().join("links.toml");
    std::fs::write(
        &book,
        "format = 1\n\n[[links]]\nname = \"Fedora\"\nurl = \"https://getfedora.org/\"\n",
    )
    .unwrap();
    home.ok("export scale --output post.rst");
    std::fs::write(
        &book,
        "format = 1\n\n[[links]]\nname = \"Fedora\"\nurl = \"https://elsewhere.org/\"\n",
    )
    .unwrap();
    assert!(
        home.ok("export --output post.rst")
            .starts_with("post.rst is up to date")
    );
    assert!(
        home.ok("export --output -")
            .contains(".. _Fedora: https://getfedora.org/\n")
    );
}

#[test]
fn a_notebook_cannot_name_a_file_of_this_laptop_as_its_own() {
    let home = Home::with_event();
    let bashrc = home.path().join(".bashrc");
    std::fs::write(&bashrc, "alias ll='ls -l'\n").unwrap();
    let text = format!(
        "format = 1\ntitle = \"SCaLE 15x\"\n\n[header]\nslug = \"../../.bashrc\"\n\n\
         [[exports]]\nfile = \"{}\"\nhash = \"{}\"\n",
        bashrc.display(),
        hallway::store::hash(b"alias ll='ls -l'\n"),
    );
    std::fs::write(home.event("scale-15x"), text).unwrap();
    let refused = home.line("export scale --output .bashrc --allow-errors");
    assert_eq!(refused.code, 1, "{}", refused.out);
    assert!(
        refused.err.contains("was not written by hallway"),
        "{}",
        refused.err
    );
    std::fs::create_dir_all(home.path().join("blog/posts")).unwrap();
    std::fs::create_dir_all(home.path().join(".config/hallway")).unwrap();
    let config = home.path().join(".config/hallway/config.toml");
    std::fs::write(config, "export_folder = \"~/blog/posts\"\n").unwrap();
    home.ok("export scale --allow-errors");
    assert!(home.path().join("blog/posts/bashrc.rst").exists());
    assert_eq!(
        std::fs::read_to_string(&bashrc).unwrap(),
        "alias ll='ls -l'\n"
    );
    // What was written is known as ours without the notebook's help.
    let event = std::fs::read_to_string(home.event("scale-15x")).unwrap();
    let without = event.split("[[exports]]").next().unwrap();
    std::fs::write(home.event("scale-15x"), without.replace("SCaLE", "Scale")).unwrap();
    home.ok("export scale --allow-errors");
}

/// The bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap());
    entries
        .map(|entry| match entry.file_type().unwrap().is_dir() {
            true => size(&entry.path()),
            false => entry.metadata().unwrap().len(),
        })
        .sum()
}

#[test]
fn the_founding_example_comes_in_and_goes_out_unchanged() {
    let post = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/posts/scale-15x.rst");
    let Ok(source) = std::fs::read(&post) else {
        eprintln!("{} is not here: skipped", post.display());
        return;
    };
    let home = Home::new();
    std::fs::write(home.path().join("scale-15x.rst"), &source).unwrap();
    assert_eq!(
        home.ok("import scale-15x.rst"),
        "scale-15x: SCaLE 15x\n\
         \x20 header    8 fields: title, slug, date, tags, category, link, description, type\n\
         \x20 intro     1,002 words\n\
         \x20 sessions  3: 2 talks, 1 meetup\n\
         \x20           talk     Kubernetes 101\n\
         \x20           talk     Patterns and Anti-Patterns in Docker Image Lifecycle\n\
         \x20           meetup   Fedora Work Session and Meetup\n\
         \x20 closing   Closing time\n\
         \x20 links     36\n\
         \x20 exports back unchanged, byte for byte\n"
    );
    assert_eq!(home.ok("export --output -").as_bytes(), source);
    // No text is stored twice.
    let kept = size(&home.notebook().join("events/scale-15x"));
    assert!(
        kept * 10 < source.len() as u64 * 13,
        "{kept} bytes for a post of {}",
        source.len()
    );
    // The imported file is the event's own, and up to date.
    assert_eq!(
        home.ok("export --output scale-15x.rst"),
        "scale-15x.rst is up to date: 1,634 words, 4 sections, 36 links\n"
    );
    home.ok("note -s kube one more thing");
    assert!(
        home.ok("export --output scale-15x.rst")
            .starts_with("wrote scale-15x.rst: ")
    );
    let now = std::fs::read_to_string(home.path().join("scale-15x.rst")).unwrap();
    assert!(now.contains("one more thing"));
}

#[test]
fn a_post_can_be_plain_text() {
    let home = with_post();
    let shown = home.ok("show");
    for wanted in [
        "export --output post.txt",
        "export --format text --output post",
    ] {
        home.ok(wanted);
    }
    let read = |name| std::fs::read_to_string(home.path().join(name)).unwrap();
    let text = read("post.txt");
    assert_eq!(read("post"), text);
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&text), words(&shown));
    assert!(!text.contains("`_") && !text.contains(".. title"), "{text}");
    assert!(
        home.ok("export --output post.txt")
            .starts_with("post.txt is up to date")
    );
    let refused = home.line("export --format pdf");
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("[possible values: nikola, text]"),
        "{}",
        refused.err
    );
}
