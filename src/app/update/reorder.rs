//! Another place among the sessions.

use super::super::App;
use super::super::desk::Sid;
use super::super::effect::Effect;
use super::change::{About, change};

/// Moves the chosen session one place up (-1) or down (1).
pub fn shift(app: &mut App, by: isize) -> Vec<Effect> {
    let Some(desk) = app.desk.as_ref() else {
        return Vec::new();
    };
    let Some((sid, session)) = desk.chosen() else {
        return Vec::new();
    };
    let mut order: Vec<Sid> = desk.sessions.iter().map(|(sid, _)| *sid).collect();
    let at = order.iter().position(|found| *found == sid).unwrap_or(0);
    let to = at.saturating_add_signed(by);
    if to == at || to >= order.len() {
        return Vec::new();
    }
    let label = format!("moving {}", session.title);
    order.swap(at, to);
    // The first time all sessions get a number; later the two that change places are enough.
    let has_orders = desk
        .sessions
        .iter()
        .all(|(_, session)| session.order.is_some());
    let about: Vec<About> = match has_orders {
        true => vec![About::Session(order[at]), About::Session(order[to])],
        false => order.iter().map(|sid| About::Session(*sid)).collect(),
    };
    change(app, label, &about, |desk| {
        if has_orders {
            let one = desk.session(order[at]).and_then(|session| session.order);
            let two = desk.session(order[to]).and_then(|session| session.order);
            if one != two {
                for (sid, number) in [(order[at], two), (order[to], one)] {
                    if let Some(session) = desk.session_mut(sid) {
                        session.order = number;
                    }
                }
                return;
            }
        }
        for (sid, number) in order.iter().zip(1..) {
            if let Some(session) = desk.session_mut(*sid) {
                session.order = Some(number * 10);
            }
        }
    })
}
