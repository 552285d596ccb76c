//! The apply layer, from outside: the loop in all weathers, its evidence, the lock, and approvals.

mod approval;
mod journal;
mod killed;
mod lock;
mod random;
mod read_back;
mod runs;
mod setting;
mod weather;
