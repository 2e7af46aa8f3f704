//! Another place among the sessions.

use super::super::App;
use super::super::effect::Effect;
use super::super::open_event::SessionId;
use super::change::{Changed, transact};

/// Moves the chosen session one place up (-1) or down (1).
pub fn shift(app: &mut App, by: isize) -> Vec<Effect> {
    let Some(open_event) = app.open_event.as_ref() else {
        return Vec::new();
    };
    let Some((session_id, session)) = open_event.chosen() else {
        return Vec::new();
    };
    let mut order: Vec<SessionId> = open_event
        .sessions
        .iter()
        .map(|(session_id, _)| *session_id)
        .collect();
    let at = order
        .iter()
        .position(|found| *found == session_id)
        .unwrap_or(0);
    let to = at.saturating_add_signed(by);
    if to == at || to >= order.len() {
        return Vec::new();
    }
    let label = format!("moving {}", session.title);
    order.swap(at, to);
    // The first time all sessions get a number; later the two that change places are enough.
    let has_orders = open_event
        .sessions
        .iter()
        .all(|(_, session)| session.order.is_some());
    let about: Vec<Changed> = match has_orders {
        true => vec![Changed::Session(order[at]), Changed::Session(order[to])],
        false => order
            .iter()
            .map(|session_id| Changed::Session(*session_id))
            .collect(),
    };
    transact(app, label, &about, |open_event| {
        if has_orders {
            let one = open_event
                .session(order[at])
                .and_then(|session| session.order);
            let two = open_event
                .session(order[to])
                .and_then(|session| session.order);
            if one != two {
                for (session_id, number) in [(order[at], two), (order[to], one)] {
                    if let Some(session) = open_event.session_mut(session_id) {
                        session.order = number;
                    }
                }
                return;
            }
        }
        for (session_id, number) in order.iter().zip(1..) {
            if let Some(session) = open_event.session_mut(*session_id) {
                session.order = Some(number * 10);
            }
        }
    })
}
