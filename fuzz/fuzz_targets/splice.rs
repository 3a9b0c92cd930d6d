#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| emr_onramp_fuzz::check("splice", bytes));
