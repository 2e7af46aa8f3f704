//! The simulated disk keeps its promises.

mod crashes;
mod failures;
mod outside;
mod processes;
mod real;
mod saves;

use super::{Order, SimDisk};
use crate::clock::SimClock;
use hallway::store::disk::{Disk, DiskFile, OpenMode};
use std::path::{Path, PathBuf};

const BOTH: [Order; 2] = [Order::Strict, Order::Ordered];

fn disk(order: Order) -> SimDisk {
    SimDisk::new(order, 1, SimClock::new(1))
}

fn at(name: &str) -> PathBuf {
    Path::new("/").join(name)
}

/// Makes a file of a process, and leaves it open.
fn made(process: &dyn Disk, name: &str, text: &str) -> Box<dyn DiskFile> {
    let file = process.open(&at(name), OpenMode::new_file(0o666)).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn text(disk: &SimDisk, name: &str) -> Option<String> {
    let bytes = disk.read(&at(name))?;
    Some(String::from_utf8(bytes).unwrap())
}

fn names(disk: &SimDisk) -> Vec<String> {
    let files = disk.files().into_iter();
    let name = |path: PathBuf| path.to_str().unwrap().trim_start_matches('/').to_owned();
    files.map(name).collect()
}
