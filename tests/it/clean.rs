//! Nothing from outside drives a terminal: payloads planted wherever text comes in, and looked for wherever it comes out.

mod answer;
mod fuzz;
mod given;
mod journal;
mod payload;
mod plant;
mod record;
mod screen;
mod shell;
mod sink;
mod terminal;
mod world;
