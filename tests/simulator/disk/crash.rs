//! The power goes.

use super::Order;
use super::inode::{Body, Content, Ino, ROOT};
use super::state::{Change, Name, State};
use crate::rng::Rng;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Ends all processes and forgets what was not synced, but for a part that the seed chooses.
pub fn crash(state: &mut State, seed: u64) {
    let mut rng = Rng::new(seed ^ 0x0063_7261_7368);
    state.end_all();
    match state.order {
        Order::Strict => some_changes(state, &mut rng),
        Order::Ordered => first_changes(state, &mut rng),
    }
    let order = state.order;
    for inode in state.inodes.iter_mut().flatten() {
        if let Body::File(content) = &mut inode.body {
            content.durable = survivor(content, order, &mut rng);
            content.forget();
            content.allocated = 0;
        }
    }
    start_again(state);
}

/// Each change on its own.
fn some_changes(state: &mut State, rng: &mut Rng) {
    // Where a file was before it was moved, when the move did not survive.
    let mut before: BTreeMap<Ino, Vec<Name>> = BTreeMap::new();
    let chance = [0, 25, 50, 75, 100][rng.below(5)];
    for change in std::mem::take(&mut state.pending) {
        let survives = rng.percent(chance);
        if let Change::Move { from, ino, .. } = &change {
            let names = before.entry(*ino).or_default();
            match survives {
                // It has one name, also when only the last of its moves survived.
                true => names
                    .drain(..)
                    .for_each(|name| state.take_durable(&name, *ino)),
                false => names.push(from.clone()),
            }
        }
        if survives {
            state.apply(&change);
        }
    }
}

/// The changes up to some moment.
fn first_changes(state: &mut State, rng: &mut Rng) {
    let pending = std::mem::take(&mut state.pending);
    let survive = match rng.below(4) {
        0 => 0,
        1 => pending.len(),
        _ => rng.below(pending.len() + 1),
    };
    for change in &pending[..survive] {
        state.apply(change);
    }
}

/// What a file has after the crash.
fn survivor(content: &Content, order: Order, rng: &mut Rng) -> Arc<Vec<u8>> {
    let old = Arc::clone(&content.durable);
    let new = content.could_be_durable();
    if old == new {
        return old;
    }
    match rng.below(4) {
        0 => old,
        1 => new,
        _ => Arc::new(torn(content, &new, order, rng)),
    }
}

/// A part of what was written.
fn torn(content: &Content, new: &[u8], order: Order, rng: &mut Rng) -> Vec<u8> {
    let old = &content.durable;
    // What was written over without having been cut before: the new beginning, then what there was.
    if content.shortest >= old.len() || content.shortest >= new.len() {
        let kept = old.len().min(new.len());
        let written = rng.below(kept + 1);
        let mut bytes = [&new[..written], &old[written..]].concat();
        if new.len() > old.len() {
            let end = old.len() + rng.below(new.len() - old.len() + 1);
            bytes.extend_from_slice(&new[old.len()..end]);
            if order == Order::Strict && rng.percent(50) {
                bytes.resize(new.len(), 0);
            }
        }
        return bytes;
    }
    let written = content.shortest + rng.below(new.len().saturating_sub(content.shortest) + 1);
    let mut bytes = new[..written.min(new.len())].to_vec();
    if order == Order::Strict && rng.percent(50) {
        bytes.resize(new.len(), 0);
    }
    bytes
}

/// What is on disk is all there is.
fn start_again(state: &mut State) {
    for inode in state.inodes.iter_mut().flatten() {
        inode.nlink = 0;
        if let Body::Dir(folder) = &mut inode.body {
            folder.now = std::mem::take(&mut folder.durable);
        }
    }
    state.inode_mut(ROOT).nlink = 1;
    let mut folders = vec![ROOT];
    while let Some(at) = folders.pop() {
        let mut entries = std::mem::take(&mut state.folder_mut(at).now);
        entries.retain(|_, ino| {
            let inode = state.inode_mut(*ino);
            if let Body::Dir(folder) = &mut inode.body {
                // A folder has one name: the check of the file system drops any other.
                if inode.nlink > 0 {
                    return false;
                }
                folder.parent = at;
                folders.push(*ino);
            }
            inode.nlink += 1;
            true
        });
        let folder = state.folder_mut(at);
        folder.durable = entries.clone();
        folder.now = entries;
    }
    for inode in &mut state.inodes {
        if inode.as_ref().is_some_and(|inode| inode.nlink == 0) {
            *inode = None;
        }
    }
}
