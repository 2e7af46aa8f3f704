//! Moments as people write them, in the zone of an event.
