//! Where everything is on the screen. Drawing and the mouse use the same answer.

use super::open_event::{Focus, Pane};

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// How many columns.
    pub width: u16,
    /// How many rows.
    pub height: u16,
}

impl Area {
    /// Whether a cell is in it.
    pub fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && x - self.x < self.width && y >= self.y && y - self.y < self.height
    }

    /// The part of it below its first `rows` rows.
    pub fn below(self, rows: u16) -> Area {
        let rows = rows.min(self.height);
        Area {
            y: self.y + rows,
            height: self.height - rows,
            ..self
        }
    }

    /// Its first `rows` rows.
    pub fn top(self, rows: u16) -> Area {
        Area {
            height: rows.min(self.height),
            ..self
        }
    }

    /// It without so many columns at either side.
    pub fn inset(self, columns: u16) -> Area {
        let columns = columns.min(self.width / 2);
        Area {
            x: self.x + columns,
            width: self.width - 2 * columns,
            ..self
        }
    }
}

/// The least size that everything fits in.
pub const LEAST: (u16, u16) = (40, 12);

/// From which width on timeline and pane stand side by side.
const SIDE_BY_SIDE: u16 = 72;

/// From which width on the preview stands beside the notes.
pub const WITH_PREVIEW: u16 = 120;

/// Where the parts of a screen are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Geometry {
    /// The whole screen.
    pub screen: Area,
    /// The line at the top.
    pub header: Area,
    /// Everything between the rules.
    pub body: Area,
    /// The line at the bottom.
    pub footer: Area,
    /// The timeline, unless there is no room for it.
    pub left: Option<Area>,
    /// What is chosen there, unless there is no room for it.
    pub pane: Option<Area>,
    /// The preview beside the notes.
    pub side: Option<Area>,
}

impl Geometry {
    /// The parts of a screen of that size; nothing when it is too small.
    pub fn of(size: (u16, u16), focus: Focus, pane: Pane) -> Option<Geometry> {
        let (width, height) = size;
        if width < LEAST.0 || height < LEAST.1 {
            return None;
        }
        let screen = Area {
            x: 0,
            y: 0,
            width,
            height,
        };
        let row = |y| Area {
            x: 1,
            y,
            width: width - 2,
            height: 1,
        };
        let body = Area {
            y: 2,
            height: height - 4,
            ..screen
        };
        let mut geometry = Geometry {
            screen,
            header: row(0),
            body,
            footer: row(height - 1),
            ..Geometry::default()
        };
        let part = |x: u16, width: u16| Area { x, width, ..body };
        let previews = pane != Pane::Notes;
        if width < SIDE_BY_SIDE {
            match (focus, previews) {
                (Focus::Timeline, false) => geometry.left = Some(body.inset(1)),
                (_, false) => geometry.pane = Some(body.inset(1)),
                (_, true) => geometry.side = Some(body.inset(1)),
            }
            return Some(geometry);
        }
        let left = if previews && focus == Focus::Pane && width >= WITH_PREVIEW {
            width / 2 - 1
        } else {
            (width * 3 / 10).clamp(27, 42)
        };
        let right = part(left + 1, width - left - 1).inset(1);
        let left = Area {
            x: 1,
            width: left - 1,
            ..body
        };
        match (previews, focus) {
            (true, Focus::Pane) if width >= WITH_PREVIEW => {
                geometry.pane = Some(left);
                geometry.side = Some(right);
            }
            (true, _) => {
                geometry.left = Some(left);
                geometry.side = Some(right);
            }
            (false, _) => {
                geometry.left = Some(left);
                geometry.pane = Some(right);
            }
        }
        Some(geometry)
    }

    /// The column of the rule between the two sides, if there are two.
    pub fn split(&self) -> Option<u16> {
        let right = match (self.left, self.pane, self.side) {
            (Some(_), Some(right), _) | (_, Some(_), Some(right)) | (Some(_), _, Some(right)) => {
                right
            }
            _ => return None,
        };
        right.x.checked_sub(2)
    }
}

/// The lines above the text in a pane: its title, what is known of it, and an empty one.
pub const PANE_HEAD: u16 = 3;

/// The rows of a pane that hold the text, where `below` rows are wanted for what stands under it.
pub fn text_area(pane: Area, below: u16) -> Area {
    let text = pane.below(PANE_HEAD);
    let below = below.min(text.height / 3);
    text.top(text.height - below)
}

/// A box in the middle of the screen.
pub fn dialog(screen: Area, width: u16, height: u16) -> Area {
    let width = width.min(screen.width.saturating_sub(2));
    let height = height.min(screen.height.saturating_sub(2));
    Area {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 3,
        width,
        height,
    }
}

/// The box of the palette, help and finding: wide, from near the top.
pub fn palette(screen: Area) -> Area {
    dialog(screen, 84, screen.height.saturating_sub(4).min(26))
}

/// The rows of the palette that hold its list: below its title, the line of input and a rule.
pub fn palette_rows(screen: Area) -> Area {
    let area = palette(screen);
    let rows = area.below(3).inset(1);
    rows.top(rows.height.saturating_sub(1))
}

/// The box of earlier versions: nearly everything.
pub fn versions(screen: Area) -> Area {
    let area = dialog(screen, 116, screen.height.saturating_sub(2));
    Area {
        y: screen.y + 1,
        ..area
    }
}

/// The list of the programme, and what the chosen talk is about: beside it, or below it where there
/// is no room. While that is read it has the whole box.
pub fn programme_parts(screen: Area, reads: bool) -> (Area, Area) {
    let inside = versions(screen).below(2).inset(2);
    let inside = inside.top(inside.height.saturating_sub(2));
    if reads {
        return (inside.top(0), inside);
    }
    if inside.width < SIDE_BY_SIDE + 20 {
        let rows = (inside.height * 2 / 3).max(1);
        return (inside.top(rows), inside.below(rows + 1));
    }
    let width = inside.width * 3 / 5;
    let text = Area {
        x: inside.x + width + 2,
        width: inside.width - width - 2,
        ..inside
    };
    (Area { width, ..inside }, text)
}

/// Its list, and what the chosen one says: beside it, or below it where there is no room.
pub fn versions_parts(screen: Area) -> (Area, Area) {
    let inside = versions(screen).below(1).inset(2);
    let inside = inside.top(inside.height.saturating_sub(2));
    if inside.width < SIDE_BY_SIDE - 10 {
        let rows = (inside.height / 3).max(1);
        return (inside.top(rows), inside.below(rows + 1));
    }
    let width = 34.min(inside.width / 2);
    let text = Area {
        x: inside.x + width + 3,
        width: inside.width - width - 3,
        ..inside
    };
    (Area { width, ..inside }, text)
}

/// The box of the link pass: over what is decided about, not over all of it.
pub fn pass(screen: Area) -> Area {
    dialog(screen, 84, 14)
}

/// The box of a prompt: low, so that it hides little of what is being read or written.
pub fn prompt(screen: Area) -> Area {
    let area = dialog(screen, 64, 5);
    Area {
        y: screen.y + screen.height.saturating_sub(area.height + 2),
        ..area
    }
}

/// Its line of input, also that of the palette.
pub fn input(outer: Area) -> Area {
    outer.below(1).top(1).inset(2)
}

/// The rows of the captured lines: from below the title to above the keys.
pub fn entry_rows(screen: Area) -> Area {
    let rows = palette(screen).below(2).inset(1);
    rows.top(rows.height.saturating_sub(3))
}

/// The rows of what is to mend, above the chosen finding in full, where there is room for that.
pub fn problem_rows(screen: Area) -> Area {
    let rows = entry_rows(screen);
    let full = if rows.height < 8 { 0 } else { 2 };
    rows.top(rows.height - full)
}

/// The rows of a form: from below its title to above what is said about the chosen field.
pub fn form_rows(screen: Area) -> Area {
    let area = palette(screen);
    let rows = area.below(2).inset(2);
    rows.top(rows.height.saturating_sub(4))
}
