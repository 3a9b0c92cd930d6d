# Runs that stopped on the way: what moved meanwhile, and going on with them.

side-planned = As the plan was made on:
side-wanted = As it was wanted:
side-found = As it is now:
side-nothing = not there

record-new-plan = For a new plan on what is there now: { $command }
ui-run-next-drifted = Next: press r. The cluster is read again, and a new plan shows what is left to do on it as it is now.
ui-run-next-session = The AWS session is over. Press r to sign in again: the run goes on by itself for the same principal, and nothing is sent twice.
ui-run-title-session = Waiting for a session, on { $cluster }
ui-sign-in-unfinished = Unfinished run
unfinished-run = { $run }: { $about } on { $cluster }, { $state }
unfinished-more = { $line } (and { $count } more: emr-onramp runs)
unfinished-paused = A run waits for this session. It goes on by itself for the principal that approved it.
ui-choice-resume = Resume it
ui-choice-resume-what = go on with the unfinished run, after a look at its plan
ui-review-resuming = Run { $run } goes on: { $done } of { $all } steps are done, on { $cluster }
error-other-caller = This session is of { $now }, but the run was approved by { $was }: it goes on only with the same principal. Sign in as that one and look again.
