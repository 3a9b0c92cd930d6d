//! A TLS server on loopback that answers every request the same, and keeps what it was told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// The server; its threads end with the test's process.
pub(crate) struct TlsServer {
    /// Its address, `https://127.0.0.1:PORT`.
    pub(crate) url: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl TlsServer {
    /// One that answers with these bytes, status line and all, and hangs up.
    pub(crate) fn start(config: ServerConfig, answer: impl Into<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (config, answer, kept) = (Arc::new(config), Arc::new(answer.into()), heard.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (config, answer, kept) = (config.clone(), answer.clone(), kept.clone());
                // A client that hangs up early is its own business.
                std::thread::spawn(move || drop(converse(stream, config, &answer, &kept)));
            }
        });
        Self { url, heard }
    }

    /// The heads of the requests so far: what came through TLS.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn converse(
    stream: TcpStream,
    config: Arc<ServerConfig>,
    answer: &[u8],
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut tls = StreamOwned::new(connection, stream);
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if tls.read(&mut byte)? == 0 {
            break;
        }
        head.push(byte[0]);
    }
    heard.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    tls.write_all(answer)?;
    tls.conn.send_close_notify();
    tls.flush()
}
