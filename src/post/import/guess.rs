//! What a heading says about its section. All guesses are easy to change afterwards.

use crate::model::session::SessionKind;
use crate::model::when;

/// Guesses a session's kind from its heading.
pub fn kind(title: &str) -> SessionKind {
    let words = Words::of(title);
    if words.has_any(MEETUP) {
        SessionKind::Meetup
    } else if words.has_any(BOOTH) {
        SessionKind::Booth
    } else if is_day(&words) || words.has_any(TRAVEL) || words.is_any(SECTIONS) || is_closing(title)
    {
        SessionKind::Section
    } else {
        SessionKind::Talk
    }
}

/// Whether the sections below this heading are sessions of their own: it names a day, or a group of
/// talks.
pub fn holds_talks(title: &str) -> bool {
    let words = Words::of(title);
    is_day(&words) || words.ends_with_any(GROUPS)
}

/// Whether a heading at the end of a post closes it.
pub fn is_closing(title: &str) -> bool {
    let words = Words::of(title);
    words.has_any(CLOSING) || words.is_any(ENDS)
}

const MEETUP: &[&str] = &[
    "meetup",
    "meetups",
    "meet up",
    "meet ups",
    "work session",
    "working session",
    "bof",
    "bofs",
    "birds of a feather",
    "hackfest",
    "hack session",
    "hackathon",
    "unconference session",
    "get together",
    "sprint",
    "sprints",
    "user group",
    "open space",
];
const BOOTH: &[&str] = &[
    "booth",
    "booths",
    "expo hall",
    "expo floor",
    "exhibit hall",
    "exhibition",
    "stand",
    "stands",
    "boothing",
];
const TRAVEL: &[&str] = &[
    "travel",
    "travels",
    "traveling",
    "travelling",
    "arrival",
    "arriving",
    "departure",
    "flight",
    "flights",
    "getting there",
    "going home",
    "way home",
    "hotel",
    "venue",
    "food",
    "hallway",
    "hallway track",
    "social event",
    "dinner",
    "lunch",
    "breakfast",
    "party",
    "sightseeing",
    "logistics",
];
const SECTIONS: &[&str] = &[
    "introduction",
    "intro",
    "overview",
    "background",
    "goals",
    "goals for the trip",
    "tl dr",
    "highlights",
    "misc",
    "miscellaneous",
    "other",
    "notes",
    "links",
    "resources",
    "references",
    "summary",
    "takeaways",
    "key takeaways",
    "lessons learned",
    "talks",
    "sessions",
    "presentations",
    "keynotes",
    "tutorials",
    "workshops",
    "lightning talks",
    "schedule",
    "the conference",
    "the talks",
    "the plan",
    "future",
    "what next",
    "next steps",
    "questions",
    "feedback",
    "update",
    "updates",
    "acknowledgements",
    "acknowledgments",
    "credits",
    "credits and acknowledgments",
    "credits and acknowledgements",
    "faq",
    "my notes",
    "other notes",
];
const GROUPS: &[&str] = &[
    "talks",
    "sessions",
    "presentations",
    "keynotes",
    "tutorials",
    "workshops",
    "lightning talks",
    "sprints",
    "bofs",
    "panels",
    "talk notes",
    "session notes",
    "talks i attended",
    "sessions i attended",
];
const CLOSING: &[&str] = &[
    "closing time",
    "closing thoughts",
    "closing remarks",
    "closing words",
    "wrap up",
    "wrapping up",
    "final thoughts",
    "until next time",
    "in closing",
    "in conclusion",
    "that s all",
    "that's all",
    "parting thoughts",
    "final words",
    "last words",
];
const ENDS: &[&str] = &[
    "closing",
    "conclusion",
    "conclusions",
    "wrapup",
    "end",
    "the end",
    "summary",
    "thanks",
    "thank you",
    "outro",
    "overall",
    "afterword",
    "epilogue",
    "concluding",
];
const BEFORE_AND_AFTER: &[&str] = &[
    "morning",
    "afternoon",
    "evening",
    "night",
    "day",
    "and",
    "the",
    "of",
    "talks",
    "sessions",
    "keynote",
    "keynotes",
];
const NUMBERS: &[&str] = &[
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
];

/// Whether a heading names a day: "Day 1", "Event Day 2", "Thursday", "Friday, March 3rd",
/// "2017-03-03".
fn is_day(words: &Words) -> bool {
    let list: Vec<&str> = words.list();
    let number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let counted = list.windows(2).any(|pair| {
        (pair[0] == "day" && (number(pair[1]) || NUMBERS.contains(&pair[1])))
            || (pair[1] == "day"
                && ["first", "second", "third", "fourth", "fifth", "last"].contains(&pair[0]))
    });
    let weekday = |word: &str| when::weekday_of(word).is_some();
    let month = |word: &str| when::month_of(word).is_some();
    let calendar = list.iter().all(|word| {
        weekday(word) || month(word) || number(word) || BEFORE_AND_AFTER.contains(word)
    });
    let dated = list.iter().any(|word| month(word)) && list.iter().any(|word| number(word));
    let iso = list.len() == 3 && list[0].len() == 4 && list.iter().all(|word| number(word));
    counted || (calendar && (list.iter().any(|word| weekday(word)) || dated || iso))
}

/// A heading in lower case, its words divided by single spaces, with one at either end.
struct Words(String);

impl Words {
    fn of(title: &str) -> Words {
        let lower = title.to_lowercase();
        let words = lower
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|word| !word.is_empty());
        Words(format!(" {} ", words.collect::<Vec<_>>().join(" ")))
    }

    fn list(&self) -> Vec<&str> {
        self.0.split_whitespace().collect()
    }

    fn has_any(&self, phrases: &[&str]) -> bool {
        phrases
            .iter()
            .any(|phrase| self.0.contains(&format!(" {phrase} ")))
    }

    fn is_any(&self, phrases: &[&str]) -> bool {
        phrases.contains(&self.0.trim())
    }

    fn ends_with_any(&self, phrases: &[&str]) -> bool {
        phrases
            .iter()
            .any(|phrase| self.0.ends_with(&format!(" {phrase} ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_words_of_the_heading() {
        for (title, expected) in [
            ("Fedora Work Session and Meetup", SessionKind::Meetup),
            ("Python BoF", SessionKind::Meetup),
            ("At the Rust booth", SessionKind::Booth),
            ("Expo Hall", SessionKind::Booth),
            ("Day 2", SessionKind::Section),
            ("Friday, 3 March", SessionKind::Section),
            ("Getting there", SessionKind::Section),
            ("The Hallway Track", SessionKind::Section),
            ("Understanding Kubernetes", SessionKind::Talk),
            ("Sunrise over Silicon Valley", SessionKind::Talk),
            ("A standing ovation", SessionKind::Talk),
        ] {
            assert_eq!(kind(title), expected, "{title}");
        }
    }

    #[test]
    fn days_and_groups_hold_talks() {
        for title in [
            "Day 1",
            "Example Conf Day Two",
            "Saturday",
            "Wednesday, March 8",
            "2017-03-04",
            "Favorite Talks",
            "The second day",
        ] {
            assert!(holds_talks(title), "{title}");
        }
        for title in [
            "Kubernetes 101",
            "Takeaways",
            "May I introduce",
            "Daylight saving",
            "Conversations about talking",
        ] {
            assert!(!holds_talks(title), "{title}");
        }
    }

    #[test]
    fn closings_are_known_by_their_words() {
        assert!(is_closing("Closing time"));
        assert!(is_closing("Wrap-up"));
        assert!(!is_closing(
            "Closing the gap between packages and containers in a very long"
        ));
    }
}
