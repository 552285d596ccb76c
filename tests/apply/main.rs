//! The apply layer, from outside: the loop in all weathers, its evidence, the lock, and approvals.

mod journal;
mod lock;
