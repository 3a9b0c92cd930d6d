//! The same Kubernetes calls on the sandbox's API and on the real kube-apiserver.
//!
//! `topic` lists the calls: it is what the sandbox promises to do as the real server does. Both servers start empty
//! and get the same calls in the same order; compared are the HTTP status, the whole answer, and after each write what
//! is there then. `known` lists the differences that stay.

mod call;
mod difference;
mod known;
mod normal;
mod object;
mod run;
mod side;
mod topic;

use std::fmt::Write;

use serde_json::Value;

use self::call::Topic;
use self::difference::compare;
use self::known::KNOWN;
use self::side::{Real, Sandbox, Side};

#[test]
#[ignore = "needs KUBEBUILDER_ASSETS"]
fn the_sandbox_answers_as_the_real_server_does() {
    let topics = topic::all();
    let (real, sandbox) = std::thread::scope(|scope| {
        let real = scope.spawn(|| run_all(&mut Real::open(), &topics));
        let sandbox = run_all(&mut Sandbox::open(), &topics);
        (real.join().unwrap(), sandbox)
    });
    let report = report(&topics, &real, &sandbox);
    assert!(report.is_empty(), "{report}");
}

/// What each call of each topic came to.
fn run_all(side: &mut dyn Side, topics: &[Topic]) -> Vec<Vec<Value>> {
    topics.iter().map(|topic| run::run(side, topic)).collect()
}

fn report(topics: &[Topic], real: &[Vec<Value>], sandbox: &[Vec<Value>]) -> String {
    let mut report = String::new();
    let mut met = vec![false; KNOWN.len()];
    let (mut same, mut all) = (0, 0);
    for ((topic, real), sandbox) in topics.iter().zip(real).zip(sandbox) {
        for ((call, real), sandbox) in topic.calls.iter().zip(real).zip(sandbox) {
            let name = format!("{}/{}", topic.name, call.name);
            let mut differences = compare(real, sandbox);
            differences.retain(|difference| {
                let known = KNOWN.iter().position(|known| known.is(&name, difference));
                known.inspect(|known| met[*known] = true).is_none()
            });
            all += 1;
            if differences.is_empty() {
                same += 1;
                continue;
            }
            writeln!(report, "\n{name}: {} {}", call.method, call.path).unwrap();
            differences.iter().for_each(|difference| write!(report, "{difference}").unwrap());
            writeln!(report, "    whole\n      real    {real}\n      sandbox {sandbox}").unwrap();
        }
    }
    for (known, _) in KNOWN.iter().zip(met).filter(|(_, met)| !met) {
        writeln!(report, "\nno longer different: {:?} at {} ({})", known.calls, known.at, known.why).unwrap();
    }
    if !report.is_empty() {
        writeln!(report, "\n{same} of {all} calls came to the same").unwrap();
    }
    report
}
