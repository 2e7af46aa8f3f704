//! `sign.xml` of SCaLE's Drupal site: a list of nodes whose times stand in attributes of escaped
//! HTML.

use super::Format;
use super::row::{RawSchedule, RawTalk, filled};
use super::time;
use super::xml::Element;

/// Reads `<nodes>`.
pub(super) fn read(root: &Element) -> RawSchedule {
    let mut sheet = RawSchedule::new(Format::SignXml);
    for node in root.all("node") {
        let text = |name: &str| node.text_of(name).and_then(filled);
        let times: Vec<_> = node
            .text_of("Time")
            .or_else(|| node.text_of("Day"))
            .map(contents)
            .unwrap_or_default();
        let starts = times.first().and_then(|text| time::timestamp(text));
        let day = node.text_of("Day").map(contents).unwrap_or_default();
        let starts = starts.or_else(|| day.first().and_then(|text| time::timestamp(text)));
        sheet.push(RawTalk {
            line: Some(node.line),
            id: text("Path"),
            title: text("Title").unwrap_or_default(),
            speakers: text("Speakers")
                .map(|names| super::signs::people(&names))
                .unwrap_or_default(),
            room: text("Room"),
            track: text("Topic"),
            wrong: starts.is_none().then(|| "it has no time".to_owned()),
            starts,
            ends: times.get(1).and_then(|text| time::timestamp(text)),
            about: text("Short-abstract").into_iter().collect(),
            url: text("Path").filter(|path| path.starts_with("http")),
            ..RawTalk::default()
        });
    }
    sheet
}

/// The values of all `content` attributes in a piece of HTML.
fn contents(html: &str) -> Vec<&str> {
    let parts = html.split("content=").skip(1);
    parts
        .filter_map(|part| {
            let quote = part.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            part[1..].split(quote).next()
        })
        // When it begins and when it ends.
        .take(2)
        .collect()
}
