//! kubectl against the sandbox's Kubernetes API.
//!
//! It runs as people run it; what it prints and what is then in the cluster are checked. `KUBECTL` may name another
//! kubectl than the one on the path. Known to pass: 1.20 and 1.27 to 1.33.

mod applying;
mod reading;
mod refused;
mod rig;
mod rights;
mod writing;
