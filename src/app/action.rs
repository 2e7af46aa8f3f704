//! Every action with its name, its line of help and the group in which help shows it.
//!
//! This is the only list: the keymap's names, the palette, help and the footer are made from it.

/// Makes the enum and the table from one list.
macro_rules! actions {
    ($($group:ident { $($action:ident $name:literal $help:literal;)+ })+) => {
        /// Something that a key, the palette or the mouse can ask for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $($(#[doc = $help] $action,)+)+ }

        impl Action {
            /// All actions, group by group.
            pub const ALL: &'static [Action] = &[$($(Action::$action,)+)+];

            /// The name in keymaps.
            pub fn name(self) -> &'static str {
                match self { $($(Action::$action => $name,)+)+ }
            }

            /// One line that says what it does.
            pub fn help(self) -> &'static str {
                match self { $($(Action::$action => $help,)+)+ }
            }

            /// Where help shows it.
            pub fn group(self) -> ActionGroup {
                match self { $($(Action::$action => ActionGroup::$group,)+)+ }
            }
        }
    };
}

/// The parts of help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActionGroup {
    /// From everywhere.
    General,
    /// Among rows and panes.
    Moving,
    /// Sessions and events.
    Sessions,
    /// What is captured beside the prose.
    Capturing,
    /// Looking at the post and writing it.
    Post,
    /// The cursor in a text.
    Cursor,
    /// Changing a text.
    Writing,
}

impl ActionGroup {
    /// All groups, in the order of help.
    pub const ALL: [ActionGroup; 7] = [
        ActionGroup::General,
        ActionGroup::Moving,
        ActionGroup::Sessions,
        ActionGroup::Capturing,
        ActionGroup::Post,
        ActionGroup::Cursor,
        ActionGroup::Writing,
    ];

    /// The title in help.
    pub fn title(self) -> &'static str {
        match self {
            ActionGroup::General => "Everywhere",
            ActionGroup::Moving => "Moving about",
            ActionGroup::Sessions => "Events and sessions",
            ActionGroup::Capturing => "Capturing",
            ActionGroup::Post => "The post",
            ActionGroup::Cursor => "The cursor in a text",
            ActionGroup::Writing => "Changing a text",
        }
    }
}

actions! {
    General {
        Palette "palette" "Every command, found by a few letters";
        Help "help" "All keys and what they do";
        Undo "undo" "Undo the last change";
        Redo "redo" "Redo what was undone";
        Save "save" "Save now";
        SaveCopy "save-copy" "Save a copy of the event in another folder, where its own files cannot be written";
        TakeOver "take-over" "Write here although another hallway has it open";
        Suspend "suspend" "Go back to the shell; `fg` returns";
        Quit "quit" "Save and leave hallway";
        Theme "theme" "Next theme: dark, light, high contrast, the terminal's own colours";
    }
    Moving {
        Up "up" "One row up";
        Down "down" "One row down";
        PageUp "page-up" "A page up";
        PageDown "page-down" "A page down";
        HalfUp "half-page-up" "Half a page up";
        HalfDown "half-page-down" "Half a page down";
        First "first" "To the first row";
        Last "last" "To the last row";
        Enter "enter" "Open it, or write there";
        Back "back" "Back, keeping the text";
        NextPane "next-pane" "To the other pane";
        PaneNotes "pane-notes" "Show the notes";
        PaneFields "pane-fields" "Fill in the fields: time, room, people";
        PanePreview "pane-preview" "Show the post as it will read";
        PaneLinks "pane-links" "The links: where names lead, where they are used";
        Events "events" "All events of the notebook";
    }
    Sessions {
        New "new" "A new session (or event): one line, then write";
        Rename "rename" "Rename it";
        Delete "delete" "Delete it; undo brings it back";
        MoveUp "move-up" "Move the session up";
        MoveDown "move-down" "Move the session down";
        Kind "kind" "Make it a talk, a booth, a meetup or a free section";
        Status "status" "Planned, attended, skipped";
        InPost "in-post" "Into the post, or not; a link too, used or not";
        Programme "programme" "The conference's programme: what is on, plan to go, begin a note";
        Plan "plan" "Plan to go to a talk; add a link to the link book";
        Intro "intro" "Write the introduction";
        Closing "closing" "Write the closing";
        Editor "editor" "Write in your own editor, $VISUAL or $EDITOR";
        Versions "history" "Earlier versions: look at them, compare, bring one back";
        Resolve "resolve" "Resolve a conflict: look at both versions, take one or both";
        TakeMine "take-mine" "In a conflict: take mine";
        TakeTheirs "take-theirs" "In a conflict: take theirs";
        TakeBoth "take-both" "In a conflict: take both";
        EventFields "event-fields" "Fill in the event's fields: dates, place, header";
    }
    Capturing {
        Capture "capture" "Capture a line: a note, question, quote, to-do or person";
        Entries "entries" "The captured lines: into the notes, to another session, public or not";
        Booth "booth" "Count visitors and questions at a booth";
    }
    Post {
        Preview "preview" "The post as it will read, then its source, then neither";
        Find "find" "Find names and words, in everything or in this text";
        Problems "problems" "The problems of the event; there, fix the selected one";
        LinkReview "link-review" "Review links: link what is mentioned, one key for each place";
        Never "never" "In the link review: never link this name";
        NextProblem "next-problem" "Go to the next problem";
        Export "export" "Write the post to a file";
    }
    Cursor {
        Left "left" "Left";
        Right "right" "Right";
        WordLeft "word-left" "A word to the left";
        WordRight "word-right" "A word to the right";
        LineStart "line-start" "To the start of the line";
        LineEnd "line-end" "To the end of the line";
        ParagraphUp "paragraph-up" "A paragraph up";
        ParagraphDown "paragraph-down" "A paragraph down";
        TextStart "text-start" "To the start of the text";
        TextEnd "text-end" "To the end of the text";
        SelectAll "select-all" "Select everything";
    }
    Writing {
        DeleteLeft "delete-left" "Delete the character before the cursor";
        DeleteRight "delete-right" "Delete the character after the cursor";
        DeleteWordLeft "delete-word-left" "Delete the word before the cursor";
        DeleteWordRight "delete-word-right" "Delete the word after the cursor";
        DeleteToStart "delete-to-start" "Delete to the start of the line";
        DeleteToEnd "delete-to-end" "Delete to the end of the line";
        Indent "indent" "Indent the lines, or the list item";
        Dedent "dedent" "Take the indentation back";
        Copy "copy" "Copy the selection";
        Cut "cut" "Cut the selection";
        Paste "paste" "Paste what was last copied here; a URL over a selection links it";
        Complete "complete" "Offer names to link to for what is being typed";
        Link "link" "Link the selection or the word; in the links, give a URL";
        LinkHere "link-here" "Link it with the URL written into the text";
    }
}

/// What actions were called in config files before, and what they are called now.
const OLD_NAMES: &[(&str, &str)] = &[
    ("link-pass", "link-review"),
    ("mend", "problems"),
    ("next-finding", "next-problem"),
    ("pick", "plan"),
    ("publish", "in-post"),
    ("save-elsewhere", "save-copy"),
    ("settle", "resolve"),
];

impl Action {
    /// The action of that name, or of that old name.
    pub fn from_name(name: &str) -> Option<Action> {
        let renamed = OLD_NAMES.iter().find(|(old, _)| *old == name);
        let name = renamed.map_or(name, |(_, new)| new);
        Action::ALL
            .iter()
            .copied()
            .find(|action| action.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_names_of_actions_still_work() {
        for (old, new) in OLD_NAMES {
            let action = Action::from_name(old).unwrap();
            assert_eq!(action.name(), *new);
            assert!(Action::ALL.iter().all(|action| action.name() != *old));
        }
        assert_eq!(Action::from_name("fly"), None);
    }
}
