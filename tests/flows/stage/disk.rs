//! A disk that answers at once.

use super::Stage;
use hallway::app::around::Around;
use hallway::app::desk::Sid;
use hallway::app::effect::{Found, Item, Job, Merged, Opened, Outcome};
use hallway::app::raw::{Broken, Raw};
use hallway::model::event::Export;
use hallway::model::session::Session;
use hallway::store::Trouble;
use hallway::store::index::Index;
use std::path::Path;

impl Stage {
    /// Does a job as the disk does.
    pub(super) fn disk(&mut self, job: Job) -> Option<Outcome> {
        if let (Some(why), Job::SaveEvent { .. } | Job::SaveSession { .. }) = (self.failing, &job) {
            let item = match job {
                Job::SaveSession { desk, sid, .. } => Item::Session(desk, sid),
                Job::SaveEvent { desk, .. } => Item::Event(desk),
                _ => return None,
            };
            return Some(Outcome::NotSaved {
                item,
                short: why.to_owned(),
                why: format!("the file: {why}"),
            });
        }
        let durable = !self.unsure;
        let desk = self.app.desk.as_ref();
        let folder = desk.and_then(|desk| desk.folder.clone());
        let folder = folder.unwrap_or_else(|| "folder".to_owned());
        let saved = |item, revision| Outcome::Saved {
            item,
            revision,
            folder: folder.clone(),
            merged: None,
            kept: None,
            durable,
        };
        match job {
            Job::Open { desk, folder } => {
                let event = match self.store.event(&folder) {
                    Ok(event) => event.value,
                    Err(trouble) => return Some(unreadable(&trouble, Some(folder))),
                };
                let (sessions, troubles) = self.store.sessions(&folder);
                let sessions: Vec<(Sid, Session)> = (0..)
                    .zip(sessions)
                    .map(|(number, session)| (Sid(number), session.value))
                    .collect();
                self.event = Some(event.clone());
                self.sessions = sessions.iter().map(|(sid, s)| (sid.0, s.clone())).collect();
                self.unreadable = troubles.iter().map(Broken::of).collect();
                Some(Outcome::Opened(Box::new(Opened {
                    desk,
                    folder,
                    event,
                    sessions,
                    troubles: self.unreadable.clone(),
                    locked_out: None,
                    written: None,
                })))
            }
            Job::Remember(answer) => {
                self.answers.push(answer);
                None
            }
            Job::ReadAgain { path, session } => {
                let name = |path: Option<&Path>| {
                    let name = path.and_then(Path::file_stem).unwrap();
                    name.to_string_lossy().into_owned()
                };
                let Some((desk, sid)) = session else {
                    return Some(match self.store.event(&name(path.parent())) {
                        Ok(_) => Outcome::Readable {
                            path,
                            session: None,
                        },
                        Err(trouble) => unreadable(&trouble, None),
                    });
                };
                let folder = self.store.event_folders().ok()?.first()?.clone();
                Some(match self.store.session(&folder, &name(Some(&path))) {
                    Ok(session) => {
                        self.sessions.insert(sid.0, session.value.clone());
                        let session = Some((desk, sid, Box::new(session.value)));
                        Outcome::Readable { path, session }
                    }
                    Err(trouble) => unreadable(&trouble, None),
                })
            }
            Job::List => {
                let listing = self.store.events();
                Some(Outcome::Listed {
                    events: listing.events,
                    troubles: listing.troubles.iter().map(Broken::of).collect(),
                })
            }
            Job::SaveEvent {
                desk,
                event,
                revision,
            } => {
                self.event = Some(*event);
                Some(saved(Item::Event(desk), revision))
            }
            Job::SaveSession {
                desk,
                sid,
                session,
                revision,
            } => {
                self.sessions.insert(sid.0, *session);
                Some(saved(Item::Session(desk, sid), revision))
            }
            Job::WatchSession {
                desk,
                sid,
                session,
                revision,
            } => {
                let theirs = self.sessions.get(&sid.0)?.clone();
                (theirs != *session).then(|| Outcome::Changed {
                    item: Item::Session(desk, sid),
                    revision,
                    merged: Box::new(Merged::Session(theirs)),
                })
            }
            Job::SaveBook { links, revision } => {
                if let Some(why) = self.failing {
                    return Some(Outcome::BookNotSaved {
                        short: why.to_owned(),
                        why: format!("the file: {why}"),
                    });
                }
                self.book = links;
                Some(Outcome::Book {
                    revision,
                    merged: None,
                    private: Vec::new(),
                    kept: None,
                    saved: true,
                })
            }
            Job::WatchBook { links, revision } => (links != self.book).then(|| Outcome::Book {
                revision,
                merged: Some(self.book.clone()),
                private: Vec::new(),
                kept: None,
                saved: false,
            }),
            Job::SaveElsewhere {
                folder,
                event,
                sessions,
            } => {
                self.elsewhere = Some((folder, *event, sessions));
                None
            }
            Job::Settle { conflict, text } => {
                self.settled = Some(text);
                Some(Outcome::Settled(conflict.path))
            }
            Job::LookAround(look) => {
                let has = |item: &&Item| !self.theirs.iter().any(|(other, _)| other == *item);
                self.ours = look.claims.iter().filter(has).copied().collect();
                Some(Outcome::Around(Box::new(Around {
                    desk: look.desk,
                    news: std::mem::take(&mut self.news),
                    troubles: self.unreadable.clone(),
                    ours: self.ours.clone(),
                    theirs: self.theirs.clone(),
                    wished: self.wished.clone(),
                    notebook: None,
                })))
            }
            Job::RemoveSession { sid, .. } => {
                self.sessions.remove(&sid.0);
                None
            }
            Job::Versions(item) => Some(Outcome::Versions {
                item,
                all: self.versions.clone(),
            }),
            Job::PutAside(item) => {
                self.aside.push(item);
                None
            }
            Job::BringBack { file, version } => Some(Outcome::Brought {
                file,
                aside: Some(version),
            }),
            Job::Programme { desk, folder } => {
                let programme = self.store.programme(&folder);
                Some(Outcome::Programme {
                    desk,
                    programme: programme.map_err(|trouble| trouble.to_string()),
                })
            }
            Job::Look { path, event, .. } => {
                let name = Path::new(&path).file_name().unwrap_or_default();
                let name = name.to_string_lossy();
                let found = self.posts.get(&path).map(|text| {
                    let hash = hallway::store::hash(text.as_bytes());
                    let is_this = |it: &Export| it.file == name && it.hash == hash;
                    let ours = event.exports.iter().any(is_this);
                    let text = text.clone();
                    Found { text, hash, ours }
                });
                Some(Outcome::Looked {
                    path,
                    found: Ok(found),
                })
            }
            Job::Export { path, text, .. } => {
                self.posts.insert(path.clone(), text);
                Some(Outcome::Exported { path })
            }
            Job::Index => {
                let index = self.store.refresh_index(&Index::default()).index;
                Some(Outcome::Indexed(index))
            }
            _ => None,
        }
    }
}

fn unreadable(trouble: &Trouble, folder: Option<String>) -> Outcome {
    let text = match trouble {
        Trouble::LeadsOut { .. } => String::new(),
        _ => std::fs::read_to_string(trouble.path().unwrap()).unwrap(),
    };
    Outcome::Unreadable {
        folder,
        raw: Box::new(Raw::of(Broken::of(trouble), &text)),
    }
}
