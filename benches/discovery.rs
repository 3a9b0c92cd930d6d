//! How long finding a hundred clusters takes, how soon a key shows among ten thousand namespaces, and what memory that
//! takes.
//!
//! The world is `wide`: 100 clusters over 8 regions, one of them with 10,000 namespaces, 50 ms a call. The way is the
//! real one: the screen, the runtime, the clients and the sandbox on loopback. `cargo bench --bench discovery`.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use emr_onramp::adapters::clock::SystemClock;
use emr_onramp::app::sessions_for_world;
use emr_onramp::domain::cluster::{ClusterEndpoint, ClusterStatus};
use emr_onramp::domain::observed::NamespaceRow;
use emr_onramp::domain::{AuthenticationMode, ClusterFacts, OutsideText, Region};
use emr_onramp::runtime::Runtime;
use emr_onramp::text::Lang;
use emr_onramp::tui::Screen;
use emr_onramp::wizard::{ClusterList, Effect, ListEvent, Load, Msg, PageId, Preset, RequestId, Wizard};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

type Failure = Box<dyn std::error::Error>;

/// How often the clusters are listed; the median counts.
const TIMES: usize = 7;

/// What is typed into the filter, letter by letter, and taken away again.
const TYPED: [&str; 4] = ["team-04242", "0777", "tm99", "no such team"];

/// How often all of that is typed.
const ROUNDS: usize = 12;

/// What the program may take.
const MEMORY: (usize, usize) = (1_000, 10_000);

fn until(runtime: &Runtime, is_it: impl Fn(&Msg) -> bool) -> Result<(), Failure> {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        if runtime.wait(Duration::from_millis(50))?.is_some_and(|msg| is_it(&msg)) {
            return Ok(());
        }
    }
    Err("it never came".into())
}

fn runtime() -> Result<Runtime, Failure> {
    let sessions = sessions_for_world("wide").ok_or("no world")?;
    Ok(Runtime::start(sessions, Arc::new(SystemClock))?)
}

/// From the wish to list to the last answer, and to the first names.
fn list_once(runtime: &Runtime, request: RequestId) -> Result<(Duration, Duration), Failure> {
    let began = Instant::now();
    runtime.send(vec![Effect::ListClusters { request }]);
    until(runtime, |msg| matches!(msg, Msg::Clusters { event: ListEvent::Listed { .. }, .. }))?;
    let first = began.elapsed();
    until(runtime, |msg| matches!(msg, Msg::Clusters { event: ListEvent::Done, .. }))?;
    Ok((first, began.elapsed()))
}

fn measure_listing(out: &mut dyn Write) -> Result<(), Failure> {
    let runtime = runtime()?;
    runtime.send(vec![Effect::Identify { request: RequestId(0) }]);
    until(&runtime, |msg| matches!(msg, Msg::Identified { result: Ok(_), .. }))?;
    let mut taken = Vec::new();
    for number in 1..=TIMES as u64 {
        taken.push(list_once(&runtime, RequestId(number))?);
    }
    taken.sort_by_key(|(_, whole)| *whole);
    let ((first, whole), (_, slowest)) = (taken[TIMES / 2], taken[TIMES - 1]);
    let ms = |time: Duration| time.as_millis();
    writeln!(
        out,
        "100 clusters in 8 regions: first names {} ms, all described and counted {} ms (median of {TIMES}; slowest {} ms)",
        ms(first),
        ms(whole),
        ms(slowest),
    )?;
    Ok(())
}

fn press(screen: &mut Screen, code: KeyCode) -> Vec<Effect> {
    screen.handle(&Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

/// Passes messages on until the screen is as wanted.
fn follow(screen: &mut Screen, runtime: &Runtime, is_there: impl Fn(&Wizard) -> bool) -> Result<(), Failure> {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is_there(screen.wizard()) {
        if Instant::now() > deadline {
            return Err(format!("the screen stays on {:?}", screen.wizard().page).into());
        }
        if let Some(msg) = runtime.wait(Duration::from_millis(50))? {
            let effects = screen.receive(msg);
            runtime.send(effects);
        }
        screen.tick(Duration::ZERO);
    }
    Ok(())
}

/// The screen on the ten thousand namespaces of cluster `shared`.
fn at_namespaces(runtime: &Runtime) -> Result<(Screen, Duration), Failure> {
    let mut screen = Screen::new(Wizard::new(Preset::default()), Lang::En, false);
    let effects = screen.receive(Msg::Start);
    runtime.send(effects);
    follow(&mut screen, runtime, |wizard| wizard.session.ready().is_some())?;
    runtime.send(press(&mut screen, KeyCode::Enter));
    follow(&mut screen, runtime, |wizard| wizard.clusters.is_done)?;
    for letter in "/shared".chars() {
        press(&mut screen, KeyCode::Char(letter));
    }
    let began = Instant::now();
    runtime.send(press(&mut screen, KeyCode::Enter));
    follow(&mut screen, runtime, |wizard| wizard.page == PageId::Namespace && wizard.namespaces.ready().is_some())?;
    Ok((screen, began.elapsed()))
}

fn measure_echo(out: &mut dyn Write) -> Result<(), Failure> {
    let runtime = runtime()?;
    let (mut screen, took) = at_namespaces(&runtime)?;
    let rows = screen.wizard().namespaces.ready().map_or(0, Vec::len);
    writeln!(out, "{rows} namespaces listed in {} ms", took.as_millis())?;
    let mut terminal = Terminal::new(TestBackend::new(120, 40))?;
    press(&mut screen, KeyCode::Char('/'));
    let mut echoes = Vec::new();
    for word in std::iter::repeat_n(TYPED, ROUNDS).flatten() {
        let letters = word.chars().map(KeyCode::Char);
        for code in letters.chain(word.chars().map(|_| KeyCode::Backspace)) {
            let began = Instant::now();
            press(&mut screen, code);
            terminal.draw(|frame| screen.draw(frame))?;
            echoes.push(began.elapsed());
        }
    }
    echoes.sort();
    let at = |percent: usize| echoes[(echoes.len() * percent / 100).min(echoes.len() - 1)].as_secs_f64() * 1_000.0;
    writeln!(
        out,
        "a key among them, until its frame is drawn: median {:.2} ms, 99th percentile {:.2} ms, slowest {:.2} ms ({} keys)",
        at(50),
        at(99),
        at(100),
        echoes.len(),
    )?;
    writeln!(out, "memory with the sandbox in the same process: {}", memory()?)?;
    Ok(())
}

/// What the system says of this process.
fn memory() -> Result<String, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = |key: &str| status.lines().find(|line| line.starts_with(key)).unwrap_or("unknown").to_owned();
    let words = |key: &str| line(key).split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
    Ok(format!("{} now, {} at most", words("VmRSS:"), words("VmHWM:")))
}

fn facts(region: &Region, name: &str) -> Result<ClusterFacts, Failure> {
    Ok(ClusterFacts {
        arn: format!("arn:aws:eks:{region}:111122223333:cluster/{name}").parse()?,
        created_at: None,
        status: ClusterStatus::Active,
        version: "1.33".parse()?,
        platform: "eks.10".parse().ok(),
        mode: AuthenticationMode::ApiAndConfigMap,
        endpoint: ClusterEndpoint {
            url: Some(OutsideText::line(&format!("https://{name}.gr7.{region}.eks.amazonaws.com"))),
            // As long as EKS's are.
            ca: Some("A".repeat(1_460)),
            public: true,
            private: true,
            public_cidrs: vec![OutsideText::line("0.0.0.0/0")],
        },
        network: Default::default(),
        tags: [(OutsideText::line("team"), OutsideText::line(name))].into(),
    })
}

/// What the program itself takes, without a sandbox: its lists, filled by messages, and the screen over them.
fn measure_memory(out: &mut dyn Write) -> Result<(), Failure> {
    let before = memory()?;
    let (clusters, namespaces) = MEMORY;
    let region: Region = "us-east-1".parse()?;
    let mut wizard = Wizard::new(Preset::default());
    wizard.clusters = ClusterList::waiting(RequestId(0), std::slice::from_ref(&region));
    let names = (0..clusters).map(|number| format!("cluster-{number:04}"));
    let names: Vec<String> = names.collect();
    let parsed = names.iter().map(|name| name.parse()).collect::<Result<Vec<_>, _>>()?;
    let hear = |wizard: &mut Wizard, event| drop(wizard.update(Msg::Clusters { request: RequestId(0), event }));
    hear(&mut wizard, ListEvent::Listed { region: region.clone(), names: parsed, more: false });
    for name in &names {
        let facts = Ok(Box::new(facts(&region, name)?));
        hear(&mut wizard, ListEvent::Described { region: region.clone(), name: name.parse()?, facts });
    }
    let row = |number: usize| -> Result<NamespaceRow, Failure> {
        let name = format!("team-{number:05}").parse()?;
        Ok(NamespaceRow { name, deleting: false, has_role: None, has_role_binding: None, virtual_cluster: None })
    };
    wizard.namespaces = Load::Ready((0..namespaces).map(row).collect::<Result<_, _>>()?);
    let mut terminal = Terminal::new(TestBackend::new(120, 40))?;
    for page in [PageId::Cluster, PageId::Namespace] {
        wizard.page = page;
        let mut screen = Screen::new(wizard, Lang::En, false);
        for letter in "/team".chars() {
            press(&mut screen, KeyCode::Char(letter));
            terminal.draw(|frame| screen.draw(frame))?;
        }
        wizard = screen.into_wizard();
    }
    writeln!(out, "memory of the screen over {clusters} clusters and {namespaces} namespaces: {}", memory()?)?;
    writeln!(out, "  (before: {before})")?;
    Ok(())
}

fn main() -> Result<(), Failure> {
    let mut out = std::io::stdout();
    // First, while the process holds nothing else.
    measure_memory(&mut out)?;
    measure_listing(&mut out)?;
    measure_echo(&mut out)
}
