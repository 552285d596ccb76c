//! The sandbox behaves as a platform does: what it refuses, what it keeps, what it reads back.

mod file;
mod model;
mod rules;
mod view;
mod world;
