//! The real clients behind the ports: the AWS SDK, Kubernetes over HTTPS, the machine's clock.
//!
//! Everything that comes in is cleaned here, and every failure is classed here by what a caller does next.

pub mod aws;
pub mod clock;
pub mod editor;
pub mod file;
pub mod journal;
pub mod kube;
pub mod record;
mod secret;
mod transport;
