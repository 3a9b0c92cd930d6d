//! Ports for servers of others, which take no port of the system's choosing.

use std::net::TcpListener;
use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Below what Linux and macOS give to connections going out (from 32768 and 49152 on): between the moment that a port is
/// found free and the moment that its server binds it, a connection of somebody else could take one of those.
const RANGE: Range<usize> = 20_000..32_000;

/// A port that nobody uses at this moment, and that this process gives to nobody else.
pub(super) fn free_port() -> u16 {
    // Processes side by side begin at different places.
    static NEXT: LazyLock<AtomicUsize> = LazyLock::new(|| AtomicUsize::new(std::process::id() as usize * 97));
    let mut ports = RANGE.map(|_| {
        let port = RANGE.start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE.len();
        u16::try_from(port).unwrap()
    });
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).expect("no free port")
}
