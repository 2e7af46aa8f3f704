//! `hallway completions` and `hallway man`: made of the command line's own definition.

use super::context::Global;
use super::failure::Failure;
use super::out::Out;
use clap::Args;
use clap_complete::Shell;

/// Print completions for a shell
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// Runs `hallway completions`.
pub fn completions(args: &Completions, global: &Global) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "hallway", &mut text);
    print(&text, global)
}

/// Runs `hallway man`: one page with every verb.
pub fn man(global: &Global) -> Result<(), Failure> {
    let failed =
        |error: std::io::Error| Failure::new(format!("the manual page cannot be made: {error}"));
    let mut command = super::command();
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone())
        .render(&mut text)
        .map_err(failed)?;
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help" && !verb.is_hide_set())
    {
        let page = clap_mangen::Man::new(
            verb.clone()
                .display_name(format!("hallway {}", verb.get_name())),
        );
        text.extend_from_slice(
            format!(".SH \"HALLWAY {}\"\n", verb.get_name().to_uppercase()).as_bytes(),
        );
        page.render_description_section(&mut text).map_err(failed)?;
        page.render_synopsis_section(&mut text).map_err(failed)?;
        page.render_options_section(&mut text).map_err(failed)?;
    }
    print(&text, global)
}

fn print(text: &[u8], global: &Global) -> Result<(), Failure> {
    let mut out = Out::new(global.color);
    out.text(text)?;
    out.flush()
}
