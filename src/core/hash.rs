//! Maps for many short names: the standard library's, with a hasher that is made for them.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map that is looked things up in, never gone over: it has no order.
pub type FastMap<K, V> = HashMap<K, V, RandomState>;

/// A set, likewise.
pub type FastSet<T> = HashSet<T, RandomState>;
