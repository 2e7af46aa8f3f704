//! Link targets.

use crate::model::link::TargetForm;
use crate::post::PostTarget;
use crate::rst::name::normalise;
use crate::rst::target::{TargetPlace, TargetShape, write_with};
use crate::rst::tree::{Block, Body, Destination};
use crate::rst::{self, target};

/// The URL on the name's line, however long.
const ONE_LINE: TargetShape = TargetShape {
    place: TargetPlace::SameLine,
    quoted: false,
};
/// The URL on the next line.
const NEXT_LINE: TargetShape = TargetShape {
    place: TargetPlace::NextLine(4),
    quoted: false,
};

/// A target in the form that it was imported in, while that says the same name and URL, else in
/// ours.
pub fn write(link: &PostTarget) -> String {
    let PostTarget { name, url, form } = link;
    match form {
        Some(TargetForm::Verbatim(source)) if says(source, name, url) => source.clone(),
        Some(TargetForm::OneLine) => write_with(name, url, ONE_LINE),
        Some(TargetForm::NextLine) => write_with(name, url, NEXT_LINE),
        Some(TargetForm::Verbatim(_)) | None => target::write(name, url),
    }
}

/// The form of an imported target; `None` when it is ours. `before` is what stands before it beyond
/// the usual gap.
pub fn form_of(before: &str, source: &str, name: &str, url: &str) -> Option<TargetForm> {
    if !before.is_empty() {
        Some(TargetForm::Verbatim(format!("{before}{source}")))
    } else if source == target::write(name, url) {
        None
    } else if source == write_with(name, url, ONE_LINE) {
        Some(TargetForm::OneLine)
    } else if source == write_with(name, url, NEXT_LINE) {
        Some(TargetForm::NextLine)
    } else {
        Some(TargetForm::Verbatim(source.to_owned()))
    }
}

/// Whether a target's source has this name and this URL.
fn says(source: &str, name: &str, url: &str) -> bool {
    match rst::parse(source).blocks.as_slice() {
        [
            Block {
                body: Body::Target(target),
                ..
            },
        ] => {
            let named = target.name.as_deref().map(normalise) == Some(normalise(name));
            named && matches!(&target.to, Destination::Uri(found) if found == url)
        }
        _ => false,
    }
}
