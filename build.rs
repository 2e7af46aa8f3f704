//! Links the release binary at a fixed address where that is understood (Linux with glibc).
//!
//! The time zone tables hold some 32,000 pointers. In a position-independent executable the loader has to write every one of them at each
//! start, which touches 270 pages: 0.9 of the 4.4 ms that the export of a post took. hallway is one short process after the
//! other (`hallway note`), reads no network and has one unsafe call of its own, which hands over no memory, so it does without a random base address.

fn main() {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let fixed = of("CARGO_CFG_TARGET_OS") == "linux"
        && of("CARGO_CFG_TARGET_ENV") == "gnu"
        && of("PROFILE") == "release";
    if fixed {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
