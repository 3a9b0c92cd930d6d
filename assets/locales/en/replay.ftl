# Runs played back, and reports on them.

ui-run-title-replay = REPLAY of { $run }: { $title }
replay-of = Replay of run { $run }: what happened then; nothing is called now.
error-no-events = Run { $run }: nothing was kept of what happened in it, so it cannot be played back. Its journal: emr-onramp runs { $run }
run-report-title = Run { $run } of emr-onramp
run-report-what = About
run-report-state = State
run-report-cluster = Cluster
run-report-who = Run by
run-report-begun = Begun
run-report-last = Last record
run-report-plan = Plan (SHA-256)
run-report-sandbox = Practice world (no real account)
run-report-steps = Steps
run-report-proof = Proof
run-report-no-proof = No proof is on record: the run did not come to it, or it was not kept.
run-report-undo = Taking it back
run-report-no-undo = There is no command for it: nothing was written, it takes back another run itself, or its world is gone.
run-report-resume = Going on with it
run-report-other-calls = Calls before the first step and after the last
