//! What a person should see before a post is written: what the checker finds in it, and private
//! words in its prose.

use super::draft::Draft;
use crate::check::event::{self, EventPart, InEvent};
use crate::check::{self, Book, Place, Rule, Severity};
use crate::post::Origin;

/// The rule that finds private words, which the post itself does not tell from others.
const PRIVATE: &str = "private-text";

/// Something that is wrong with a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostProblem {
    /// How bad it is: an error or a warning.
    pub level: Severity,
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What it is about.
    pub message: String,
    /// The part of the event that it comes from, where that is known.
    pub origin: Option<Origin>,
    /// Where it is.
    pub place: Place,
    /// The place is one of the part's own text, not of the post.
    pub is_in_part: bool,
}

/// The problems of a draft: errors, then warnings, each in the order of the post. `found` is what
/// was found in the event itself, of which the private words count.
pub fn problems(draft: &Draft, found: &[InEvent]) -> Vec<PostProblem> {
    let in_post = check::post(&draft.source.text, &Book::default());
    let in_post = in_post
        .into_iter()
        .filter(|finding| finding.level > Severity::Info);
    let mut problems: Vec<PostProblem> = in_post
        .map(|finding| PostProblem {
            level: finding.level,
            rule: finding.rule,
            origin: draft.source.origin(finding.span.start),
            place: finding.place,
            message: finding.message,
            is_in_part: false,
        })
        .collect();
    let private = found
        .iter()
        .filter(|found| found.finding.rule.name == PRIVATE);
    problems.extend(private.map(|InEvent { part, finding }| PostProblem {
        level: finding.level,
        rule: finding.rule,
        origin: origin(*part),
        place: finding.place,
        message: finding.message.clone(),
        is_in_part: true,
    }));
    problems.sort_by_key(|problem| std::cmp::Reverse(problem.level));
    problems
}

/// Whether any of them keeps the post from being written without being asked for.
pub fn errors(problems: &[PostProblem]) -> usize {
    let is_error = |problem: &&PostProblem| problem.level == Severity::Error;
    problems.iter().filter(is_error).count()
}

fn origin(part: EventPart) -> Option<Origin> {
    match part {
        event::EventPart::Session(at) => Some(Origin::Session(at)),
        event::EventPart::Closing => Some(Origin::Closing),
        event::EventPart::Intro => Some(Origin::Intro),
        event::EventPart::Header => Some(Origin::Header),
        event::EventPart::Links => Some(Origin::Links),
        event::EventPart::Event => None,
    }
}
