//! The program: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Without a handler a file that may grow no more ends the program, and that is all.
    #[cfg(unix)]
    let _ = hallway::term::signals::survive_file_size_limit();
    ExitCode::from(hallway::cli::run(std::env::args_os()))
}
