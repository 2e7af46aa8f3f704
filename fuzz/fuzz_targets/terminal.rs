#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| hallway_fuzz::terminal::run(data));
