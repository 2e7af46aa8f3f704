//! A fresh Nikola site that a post is built in.

use std::path::Path;
use std::process::{Command, Output};

/// Builds a site with that one post, at which Nikola warns of nothing, and returns the post's page.
/// `scratch` is a folder for the site.
pub fn build(python: &Path, scratch: &Path, post: &Path) -> String {
    let nikola = |folder: &Path, words: &[&str]| {
        succeed(
            Command::new(python)
                .args(["-m", "nikola"])
                .args(words)
                .current_dir(folder),
        )
    };
    nikola(scratch, &["init", "--quiet", "site"]);
    let site = scratch.join("site");
    let settings = std::fs::read_to_string(site.join("conf.py")).expect("Nikola's settings");
    // The plainest theme: nothing to fetch, little to copy.
    std::fs::write(site.join("conf.py"), settings + "\nTHEME = \"base\"\n")
        .expect("a writable site");
    let name = post.file_name().expect("a file");
    std::fs::copy(post, site.join("posts").join(name)).expect("a writable site");

    nikola(&site, &["build", "--strict"]);
    let slug = post.file_stem().expect("a file");
    let page = site.join("output/posts").join(slug).join("index.html");
    let page = std::fs::read_to_string(&page).unwrap_or_else(|e| panic!("{}: {e}", page.display()));
    assert!(
        !page.contains("system-message"),
        "docutils' red error text is on the page"
    );
    page
}

/// Runs a command that has to succeed.
pub fn succeed(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(
        output.status.success(),
        "{command:?} ended with {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}
