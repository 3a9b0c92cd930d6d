//! A proxy on loopback that makes tunnels, and keeps what it was told and what went through first.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a proxy saw of one connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// The request's first line.
    pub(crate) line: String,
    /// The headers, one a line, as they came.
    pub(crate) headers: String,
    /// The first byte within the tunnel; TLS begins with 22.
    pub(crate) first: Option<u8>,
}

/// The proxy; its threads end with the test's process.
pub(crate) struct Proxy {
    /// Host and port.
    pub(crate) address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Proxy {
    /// One that makes tunnels.
    pub(crate) fn start() -> Self {
        Self::serve(true)
    }

    /// One that lets nobody through, for names that are not ours.
    pub(crate) fn closed() -> Self {
        Self::serve(false)
    }

    fn serve(is_open: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let kept = seen.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = kept.clone();
                // A client that hangs up early is its own business.
                std::thread::spawn(move || drop(tunnel(stream, &kept, is_open)));
            }
        });
        Self { address, seen }
    }

    /// The connections so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn tunnel(mut client: TcpStream, kept: &Mutex<Vec<Seen>>, is_open: bool) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut seen = Seen::default();
    reader.read_line(&mut seen.line)?;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        seen.headers.push_str(&header);
    }
    let mut words = seen.line.split(' ');
    let target = (words.next() == Some("CONNECT")).then(|| words.next().unwrap_or_default().to_owned());
    let at = {
        let mut all = kept.lock().unwrap();
        all.push(seen);
        all.len() - 1
    };
    let Some(mut server) = target.filter(|_| is_open).and_then(|target| TcpStream::connect(target).ok()) else {
        return client.write_all(b"HTTP/1.1 403 no\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    };
    client.write_all(b"HTTP/1.1 200 tunnel\r\n\r\n")?;
    let (mut from, mut to) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || {
        drop(std::io::copy(&mut from, &mut to));
        drop(to.shutdown(Shutdown::Both));
    });
    let mut first = [0];
    if reader.read(&mut first)? == 1 {
        kept.lock().unwrap()[at].first = Some(first[0]);
        server.write_all(&first)?;
        std::io::copy(&mut reader, &mut server)?;
    }
    server.shutdown(Shutdown::Both)
}
