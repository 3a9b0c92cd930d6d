use super::*;

#[test]
fn a_key_that_is_not_there_comes_out_in_brackets() {
    for lang in Lang::ALL {
        let catalog = Catalog::new(lang);
        assert_eq!(catalog.text("no-such-key"), "[no-such-key]");
        assert_eq!(catalog.attribute("method-manual", "title"), "[method-manual]");
    }
}

#[test]
fn messages_are_filled_in_without_isolation_marks() {
    let catalog = Catalog::new(Lang::En);
    let words = catalog.format("step-create-namespace", &[("namespace", "spark".into())]);
    assert_eq!(words, "Namespace spark");
}

#[test]
fn an_argument_that_is_not_given_is_an_error_inside() {
    let catalog = Catalog::new(Lang::Ko);
    assert_eq!(catalog.resolve("step-create-namespace", None, &[]).1.len(), 1);
}

#[test]
fn plurals_follow_the_count() {
    let catalog = Catalog::new(Lang::En);
    let rules = |rules: usize| {
        let args = [("action", "create".into()), ("rules", rules.into())];
        catalog.format("what-write-role", &args)
    };
    assert_eq!(rules(1), "create, 1 rule");
    assert_eq!(rules(9), "create, 9 rules");
}

#[test]
fn korean_particles_follow_the_name() {
    let catalog = Catalog::new(Lang::Ko);
    let waits = |namespace: &str| {
        let args = [("role", "R".into()), ("namespace", namespace.into())];
        catalog.format("step-await-access-entry-why", &args)
    };
    assert!(waits("spark").contains("spark가"), "{}", waits("spark"));
    assert!(waits("team").contains("team이"), "{}", waits("team"));
}

#[test]
fn a_particle_also_follows_a_count() {
    let pair = FluentValue::from("이/가");
    let args = FluentArgs::new();
    let particle = |count: u64| josa_function(&[FluentValue::from(count), pair.clone()], &args);
    assert_eq!(particle(3), FluentValue::from("이"));
    assert_eq!(particle(4), FluentValue::from("가"));
    let alone = josa_function(std::slice::from_ref(&pair), &args);
    assert!(matches!(alone, FluentValue::Error));
}

#[test]
fn a_catalog_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Catalog::new(Lang::En));
}
