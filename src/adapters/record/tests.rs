use std::fs;
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::*;
use crate::adapters::file::PrivateFolder;
use crate::domain::{ClusterArn, RunId};
use crate::journal;
use crate::plan::run::{JournalRecord, RunEnd, RunEvent, RunEventKind};
use crate::ports::Journal;

fn place() -> PrivateFolder {
    PrivateFolder::new(&std::env::temp_dir(), "emr-onramp-record").unwrap()
}

fn cluster(name: &str) -> ClusterArn {
    format!("arn:aws:eks:us-east-1:111122223333:cluster/{name}").parse().unwrap()
}

fn id() -> RunId {
    "20260102-030405-7f3a".parse().unwrap()
}

fn end() -> JournalRecord {
    JournalRecord::End { at: jiff::Timestamp::from_second(1_767_323_045).unwrap(), end: RunEnd::Done }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn what_is_written_is_ours_alone_and_can_be_read_back() {
    let folder = place();
    let records = Records::at(&folder.path().join("state"));
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    recorder.append(&end()).await.unwrap();
    // What a process left that was killed while it wrote.
    fs::File::create(recorder.folder().join("aws-auth-1.json.part")).unwrap();
    recorder.back_up("aws-auth-1.json", "text").await.unwrap();
    recorder.back_up("aws-auth-1.json", "other").await.unwrap();
    let kept = recorder.folder().to_owned();
    drop(recorder);
    assert_eq!(fs::read_to_string(kept.join("aws-auth-1.json")).unwrap(), "text", "the first text stays");
    for file in ["journal", "aws-auth-1.json"] {
        assert_eq!(mode(&kept.join(file)), 0o600, "{file}");
    }
    for folder in [records.path(), &records.path().join("runs"), &records.path().join("locks"), &kept] {
        assert_eq!(mode(folder), 0o700, "{folder:?}");
    }
    let bytes = records.bytes(&run, JOURNAL).unwrap();
    assert_eq!(journal::read(&bytes).unwrap().records, [end()]);
}

#[tokio::test]
async fn records_that_come_at_once_are_all_kept_in_one_chain() {
    let folder = place();
    let records = Records::at(folder.path());
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    let recorder = std::sync::Arc::new(recorder);
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let recorder = recorder.clone();
        all.spawn(async move { recorder.append(&end()).await });
    }
    assert!(all.join_all().await.iter().all(Result::is_ok));
    drop(recorder);
    let bytes = records.bytes(&run, JOURNAL).unwrap();
    assert_eq!(journal::read(&bytes).unwrap().records.len(), 200);
}

#[test]
fn one_run_at_a_time_on_a_cluster() {
    let folder = place();
    let records = Records::at(folder.path());
    let (first, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    let refused = records.begin(&id(), &cluster("dev")).unwrap_err();
    let RecordTrouble::Busy { run, .. } = &refused else { panic!("{refused}") };
    assert_eq!(run.as_str(), first.as_str());
    let (other, _other) = records.begin(&id(), &cluster("prod")).unwrap();
    assert_eq!(other.as_str(), "20260102-030405-7f3a-2", "a name is given once");
    drop(recorder);
    let (third, _third) = records.begin(&id(), &cluster("dev")).unwrap();
    assert_eq!(third.as_str(), "20260102-030405-7f3a-3");
}

#[test]
fn a_place_that_others_can_reach_into_is_refused() {
    let folder = place();
    let root = folder.path().join("state");
    let begin = || Records::at(&root).begin(&id(), &cluster("dev")).map(|_| ()).unwrap_err();
    let target = folder.path().join("target");
    fs::create_dir(&target).unwrap();
    symlink(&target, &root).unwrap();
    assert!(matches!(begin(), RecordTrouble::NotAFolder { .. }), "a link");
    assert_eq!(fs::read_dir(&target).unwrap().count(), 0, "its target is untouched");
    fs::remove_file(&root).unwrap();
    fs::File::create(&root).unwrap();
    assert!(matches!(begin(), RecordTrouble::NotAFolder { .. }), "a file");
    fs::remove_file(&root).unwrap();
    fs::create_dir(&root).unwrap();
    for bits in [0o770, 0o707, 0o777] {
        fs::set_permissions(&root, fs::Permissions::from_mode(bits)).unwrap();
        assert!(matches!(begin(), RecordTrouble::Open { .. }), "{bits:o}");
    }
    fs::set_permissions(&root, fs::Permissions::from_mode(0o700)).unwrap();
    for (inner, plant) in [("runs", 0o777), ("locks", 0o777)] {
        fs::create_dir_all(root.join(inner)).unwrap();
        fs::set_permissions(root.join(inner), fs::Permissions::from_mode(plant)).unwrap();
        assert!(matches!(begin(), RecordTrouble::Open { .. }), "{inner}");
        fs::set_permissions(root.join(inner), fs::Permissions::from_mode(0o700)).unwrap();
    }
    assert!(Records::at(&root).begin(&id(), &cluster("dev")).is_ok());
}

#[test]
fn a_planted_link_second_name_or_pipe_is_not_written_to() {
    let folder = place();
    let records = Records::at(folder.path());
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    let kept = recorder.folder().to_owned();
    drop(recorder);
    let journal = kept.join(JOURNAL);
    let target = folder.path().join("target");
    fs::File::create(&target).unwrap();
    let refused = || records.past(&run).unwrap_err();
    fs::remove_file(&journal).unwrap();
    symlink(&target, &journal).unwrap();
    assert!(matches!(refused(), RecordTrouble::NotAFile { .. }), "a link: {}", refused());
    fs::remove_file(&journal).unwrap();
    fs::hard_link(&target, &journal).unwrap();
    assert!(matches!(refused(), RecordTrouble::NotAFile { .. }), "a second name: {}", refused());
    fs::remove_file(&journal).unwrap();
    rustix::fs::mknodat(rustix::fs::CWD, &journal, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
    assert!(matches!(refused(), RecordTrouble::NotAFile { .. }), "a pipe: {}", refused());
    assert_eq!(fs::metadata(&target).unwrap().len(), 0);
}

#[tokio::test]
async fn a_full_disk_is_an_error_and_what_was_kept_stays_good() {
    let folder = place();
    let records = Records::at(folder.path());
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    recorder.append(&end()).await.unwrap();
    let path = recorder.folder().join(JOURNAL);
    drop(recorder);
    // /dev/full refuses every write, as a full disk does.
    let reading = journal::read(&fs::read(&path).unwrap()).unwrap();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let events = || events::Events::at(folder.path().join("events"));
    let length = reading.length as u64;
    let writer = writer::Writer { file: full, chain: reading.chain.clone(), length, events: events() };
    let (kept, waiting) = tokio::sync::oneshot::channel();
    let (jobs, inbox) = std::sync::mpsc::channel();
    jobs.send(writer::Job::Record(writer::Waiting { record: end(), kept })).unwrap();
    drop(jobs);
    writer.serve(&inbox);
    assert!(waiting.await.unwrap().is_err());
    // A line that was begun is cut off by the next write.
    let mut half = fs::OpenOptions::new().append(true).open(&path).unwrap();
    half.write_all(b"0123456789abcdef half a li").unwrap();
    let file = folder::open(&path, true).unwrap();
    let writer = writer::Writer { file, chain: reading.chain, length, events: events() };
    let (kept, waiting) = tokio::sync::oneshot::channel();
    let (jobs, inbox) = std::sync::mpsc::channel();
    jobs.send(writer::Job::Record(writer::Waiting { record: end(), kept })).unwrap();
    drop(jobs);
    writer.serve(&inbox);
    waiting.await.unwrap().unwrap();
    assert_eq!(journal::read(&fs::read(&path).unwrap()).unwrap().records.len(), 2);
    assert!(matches!(records.past(&run), Err(RecordTrouble::Damaged { .. })), "it begins with no run");
}

#[test]
fn a_run_that_is_not_there_is_said_to_be_so() {
    let folder = place();
    let records = Records::at(&folder.path().join("state"));
    assert_eq!(records.list().unwrap(), []);
    assert_eq!(records.past(&id()).unwrap_err(), RecordTrouble::NoRun { run: id() });
    assert!(records.remove(&id()).is_err());
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    drop(recorder);
    assert!(matches!(records.list().unwrap()[0].past, Err(RecordTrouble::Damaged { .. })), "an empty journal");
    records.remove(&run).unwrap();
    assert_eq!(records.list().unwrap(), []);
}

/// Events stand beside the journal, in order; a line that a killed process left unfinished takes no other with it.
#[tokio::test]
async fn events_are_kept_in_order_and_after_a_cut_line() {
    let folder = place();
    let records = Records::at(folder.path());
    let (run, recorder) = records.begin(&id(), &cluster("dev")).unwrap();
    assert_eq!(records.events(&run).unwrap(), [], "none so far");
    let event = |elapsed_ms| RunEvent {
        at: jiff::Timestamp::from_second(1_767_323_045).unwrap(),
        elapsed_ms,
        kind: RunEventKind::Ended { end: RunEnd::Stopped },
    };
    (0..50).for_each(|at| recorder.note(&event(at)));
    recorder.append(&end()).await.unwrap();
    (50..60).for_each(|at| recorder.note(&event(at)));
    let (kept, length) = (recorder.folder().to_owned(), {
        drop(recorder);
        journal::read(&records.bytes(&run, JOURNAL).unwrap()).unwrap().length
    });
    let path = kept.join("events");
    assert_eq!(mode(&path), 0o600);
    let mut half = fs::OpenOptions::new().append(true).open(&path).unwrap();
    half.write_all(b"{\"at\": \"20").unwrap();
    let chain = journal::read(&records.bytes(&run, JOURNAL).unwrap()).unwrap().chain;
    let lock = lock::Lock::take(&folder.path().join("locks"), &cluster("dev")).unwrap().hold_for(&run);
    let recorder = Recorder::resume(kept, lock, chain, length).unwrap();
    recorder.note(&event(99));
    drop(recorder);
    let read: Vec<u64> = records.events(&run).unwrap().iter().map(|event| event.elapsed_ms).collect();
    assert_eq!(read, (0..60).chain([99]).collect::<Vec<_>>());
    assert!(matches!(records.events(&"1-x".parse().unwrap()), Err(RecordTrouble::NoRun { .. })));
}
