//! The table of names: which place has which, and what happens when two want the same one
//! (docutils' `document.set_name_id_map`).

use std::collections::{HashMap, HashSet};

use super::collect::{Lead, NodePlace};
use crate::rst::tree::{MessageLevel, ProblemKind, SystemMessage};

/// A name's owner; none when several places claim it with the same right.
#[derive(Debug, Clone, Copy)]
struct Owner {
    place: Option<usize>,
    explicit: bool,
}

#[derive(Debug, Default)]
pub(super) struct NameTable {
    owners: HashMap<String, Owner>,
    /// Places that lost their name to others, or share it.
    shared: HashSet<usize>,
}

impl NameTable {
    /// Gives the places their names, in order, and reports where they collide.
    pub fn note(places: &[NodePlace], problems: &mut Vec<SystemMessage>) -> NameTable {
        let mut names = NameTable::default();
        for at in 0..places.len() {
            names.add(places, at, problems);
        }
        names
    }

    /// Adds a name that docutils gives later: the number of a footnote.
    pub fn number(&mut self, label: String, place: usize) {
        self.owners.insert(
            label,
            Owner {
                place: Some(place),
                explicit: true,
            },
        );
    }

    fn add(&mut self, places: &[NodePlace], at: usize, problems: &mut Vec<SystemMessage>) {
        let Some((place, name)) = places
            .get(at)
            .and_then(|place| Some((place, place.name.clone()?)))
        else {
            return;
        };
        let Some(owner) = self.owners.get(&name).copied() else {
            self.owners.insert(
                name,
                Owner {
                    place: Some(at),
                    explicit: place.explicit,
                },
            );
            return;
        };
        let old = owner.place.and_then(|old| places.get(old));
        let same = matches!(place.lead, Lead::Uri(_) | Lead::Name(_))
            && old.is_some_and(|old| old.lead == place.lead);
        let mut next = Owner {
            explicit: owner.explicit || place.explicit,
            ..owner
        };
        let mut report = |level, message: String| {
            problems.push(SystemMessage {
                span: place.span,
                level,
                kind: ProblemKind::DuplicateTarget,
                message,
            });
        };
        if same {
            report(
                MessageLevel::Info,
                format!("the target \"{name}\" is defined twice, in the same way"),
            );
            self.shared.insert(at);
        } else if place.explicit && owner.explicit {
            report(
                MessageLevel::Warning,
                format!("there are several targets \"{name}\""),
            );
            self.shared.insert(at);
            self.shared.extend(owner.place);
            next.place = None;
        } else if place.explicit {
            if owner.place.is_some() {
                report(
                    MessageLevel::Info,
                    format!("the target \"{name}\" takes the place of a heading or link text"),
                );
                self.shared.extend(owner.place);
            }
            next.place = Some(at);
        } else {
            report(
                MessageLevel::Info,
                format!("the name \"{name}\" is taken already"),
            );
            self.shared.insert(at);
            if !owner.explicit {
                self.shared.extend(owner.place);
                next.place = None;
            }
        }
        self.owners.insert(name, next);
    }

    /// The owner of a name: nobody has it, several have it, or one.
    pub fn find(&self, name: &str) -> Option<Option<usize>> {
        self.owners.get(name).map(|owner| owner.place)
    }

    /// Whether any place has this name.
    pub fn knows(&self, name: &str) -> bool {
        self.owners.contains_key(name)
    }

    /// Whether exactly one place has this name.
    pub fn is_single(&self, name: &str) -> bool {
        self.find(name).is_some_and(|owner| owner.is_some())
    }

    /// Whether a place lost its name to others, or shares it.
    pub fn is_shared(&self, at: usize) -> bool {
        self.shared.contains(&at)
    }
}
