//! The sample notebook, inside the program.

/// A file of the sample: its path in the notebook, its text.
pub type SampleFile = (&'static str, &'static str);

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../assets/demo/", $path)))),+]
    };
}

/// All files of the sample.
pub const FILES: &[SampleFile] = files![
    "notebook.toml",
    "links.toml",
    "events/harbour-days-2026/event.toml",
    "events/harbour-days-2026/sessions/at-the-lanternfish-table.toml",
    "events/harbour-days-2026/sessions/docs-you-can-diff.toml",
    "events/harbour-days-2026/sessions/fsync-and-other-promises.toml",
    "events/harbour-days-2026/sessions/offline-first-birds-of-a-feather.toml",
    "events/harbour-days-2026/sessions/the-long-afternoon-of-a-small-project.toml",
];

/// The sample's event.
pub const EVENT: &str = "harbour-days-2026";

/// The identifier of the sample notebook, by which it is known again.
pub const ID: &str = "demo-harbour-days";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_sample_is_in_the_program() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(
                        path.strip_prefix(&root)
                            .unwrap()
                            .to_string_lossy()
                            .into_owned(),
                    );
                }
            }
        }
        found.sort();
        let mut listed: Vec<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        listed.sort();
        assert_eq!(found, listed);
        assert!(FILES[0].1.contains(ID) && FILES[2].0.contains(EVENT));
    }
}
