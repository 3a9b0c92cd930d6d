//! `sandbox list` and `sandbox serve`, as the command line has them. What other programs make of a served world is
//! asked of those programs, in `peer`.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Child;

use serde_json::Value;

use crate::support::program::{Home, command, poll, run, signal};

/// A world that is served until this is dropped.
pub(super) struct Serving {
    child: Child,
    pub(super) told: Value,
    _home: Home,
}

impl Serving {
    pub(super) fn start(args: &[&str]) -> Self {
        let home = Home::new();
        let args: Vec<&str> = ["sandbox", "serve", "--output", "json"].iter().chain(args).copied().collect();
        let mut child = command(&home, &args, &[]).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, told: serde_json::from_str(&line).unwrap(), _home: home }
    }

    fn address(&self) -> &str {
        self.told["environment"]["AWS_ENDPOINT_URL"].as_str().unwrap().strip_prefix("http://").unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // One that ended already needs no killing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_world_is_listed_with_what_it_is_for_in_both_languages() {
    let english = run(&["sandbox", "list"], &[]);
    let korean = run(&["sandbox", "list", "--lang", "ko"], &[]);
    assert_eq!((english.code, korean.code), (Some(0), Some(0)));
    for (name, _) in emr_onramp::assets::SCENARIOS {
        let line =
            |text: &str| text.lines().find(|line| line.split_whitespace().next() == Some(*name)).map(str::to_owned);
        let (english, korean) = (line(&english.out).unwrap(), line(&korean.out).unwrap());
        assert_ne!(english, korean);
        let is_korean = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(!is_korean(&english) && is_korean(&korean), "{english}\n{korean}");
    }
}

#[test]
fn the_list_as_json_has_both_languages_and_the_clusters() {
    let one = run(&["sandbox", "list", "--output", "json"], &[]);
    let lines = run(&["sandbox", "list", "--output", "jsonl"], &[]);
    let listed: Vec<Value> = serde_json::from_str(&one.out).unwrap();
    let by_line: Vec<Value> = lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed, by_line);
    let names: Vec<&str> = listed.iter().map(|world| world["name"].as_str().unwrap()).collect();
    assert_eq!(names, emr_onramp::assets::SCENARIOS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    for world in &listed {
        let (name, about) = (&world["name"], &world["about"]);
        assert!(about["en"].is_string() && about["ko"].is_string(), "{name}");
        let dev = world["clusters"].as_array().unwrap().iter().find(|cluster| cluster["name"] == "dev").unwrap();
        assert!(dev["version"].as_str().unwrap().starts_with("1."), "{name}");
        assert!(dev["authentication_mode"].is_string(), "{name}");
    }
}

#[test]
fn a_served_world_answers_until_it_is_interrupted_and_leaves_nothing() {
    let mut serving = Serving::start(&["modern"]);
    assert_eq!(serving.told["sandbox"], "modern");
    TcpStream::connect(serving.address()).unwrap();
    let kubeconfig = serving.told["environment"]["KUBECONFIG"].as_str().unwrap().to_owned();
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&kubeconfig).unwrap()).unwrap();
    for cluster in serving.told["clusters"].as_array().unwrap() {
        let mut known = written["clusters"].as_array().unwrap().iter();
        assert!(known.any(|known| known["cluster"]["server"] == cluster["endpoint"]), "{cluster}");
    }
    signal(serving.child.id(), "INT");
    let status = poll("the world ends", || serving.child.try_wait().unwrap());
    assert_eq!(status.code(), Some(0));
    assert!(TcpStream::connect(serving.address()).is_err());
    assert!(!Path::new(&kubeconfig).parent().unwrap().exists());
}

#[test]
fn a_port_can_be_named_and_a_taken_one_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ended = run(&["sandbox", "serve", "--port", &port], &[]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.contains(&format!("failed to open port {port} on 127.0.0.1")), "{}", ended.err);
    drop(taken);
    let serving = Serving::start(&["--port", &port]);
    assert_eq!(serving.address(), format!("127.0.0.1:{port}"));
}

#[test]
fn a_world_that_there_is_not_is_named_with_those_that_there_are() {
    let ended = run(&["sandbox", "serve", "no\u{1b}[31mwhere"], &[]);
    assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""));
    assert!(ended.err.contains(r"no\u{1b}[31mwhere") && ended.err.contains("fresh"), "{}", ended.err);
}
