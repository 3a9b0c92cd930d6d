# What the headless command and the line mode print.

report-sandbox = SANDBOX { $world }: nothing here is a real account.
report-plan = Plan { $hash } on { $cluster } ({ $region }, { $account }): { $changes ->
    [0] no change
    [one] 1 change
   *[other] { $changes } changes
}, { $one-way } one-way.
report-method = Method: { $method }
report-access = Who gains what:
report-findings = What was found:
report-step-again = { $title }: try { $attempt }
report-step-ended = step { $number } of { $count }, { $title }: { $outcome }
report-moved-but-equal = { $title }: touched by somebody else meanwhile, but its content is what was shown
report-proof = Proof
report-proof-namespace = { $namespace }: asked of the cluster what user emr-containers may do
report-gained = now allowed: { $resources }: { $verbs }
report-allowed = allowed (before: not asked): { $resources }: { $verbs }
report-kept = still allowed: { $resources }: { $verbs }
report-refused = NOT allowed: { $resources }: { $verbs }
report-not-looked = not looked at: { $resources }: { $verbs }
report-holds = ok: { $what }
report-fails = WRONG: { $what }
report-open = open: { $what }
report-done = Done: { $changed ->
    [0] nothing had to be changed
    [one] 1 change was made
   *[other] { $changed } changes were made
} in { $steps } steps.
report-again = Again: { $command }
report-next = Next: a job execution role, then the first job (emr-onramp explain job-execution-role).
report-guided = Without a terminal this plays a guided example by itself: cluster { $cluster }, namespace { $namespace }, the recommended method.

error-missing-flags = These answers are missing, and there is no terminal to ask: { $flags }
error-example = Example: { $example }
error-needs-yes = The plan was shown and not run: add --yes to run it.
error-one-way = A step cannot be undone: add --accept-one-way { $cluster } to accept that on this cluster.
error-blocked = The plan cannot run as things are: { $ids }
error-not-offered = "{ $given }" is none of the choices.
error-blocked-choice = This cannot be chosen here: { $ids }
error-system-namespace = namespace "{ $namespace }" is a system namespace; --allow-system-namespace { $namespace } to go on
error-no-cluster = There is no cluster "{ $given }" in { $regions }. Check the name, or name the region with --region.
error-not-typed = Type { $expected } to go on.
error-not-asked = That is not asked now.
error-interrupted = Interrupted.
report-under-way = Left while a step was under way, and it may still take effect: { $title }
error-internal = The program itself failed: { $what }. This is a fault of emr-onramp.
error-no-world = There is no sandbox world "{ $given }". There are: { $worlds }
error-world-missing = { $path }: there is no such file. Check the path; `emr-onramp sandbox list` shows the worlds that need none.
error-world-folder = { $path }: this is a folder. Name the world's file in it.
error-world-special = { $path }: this is a pipe or a device. Name an ordinary file.
error-world-unreadable = { $path }: the file cannot be read: { $what }. Check who may read it.
error-world-large = { $path }: more than the { $most } bytes that a world may have. Leave out what it is not about.
error-world-not-text = { $path }: not UTF-8 text, so not a world. Save the file as UTF-8.
error-world-no-version = { $path }: no `version` at the top, so not a world. The format is what `emr-onramp schema world` prints.
error-world-version = { $path }: there never was a version { $found } of the format. The format is what `emr-onramp schema world` prints.
error-world-newer = { $path }: made for version { $found } of the format, and this program reads { $supported }. Use a newer emr-onramp.
error-world-malformed = { $path }: { $what }. The format is what `emr-onramp schema world` prints.
error-world-invalid = { $path }: { $key }: "{ $value }" is not valid; { $example } would be.
error-world-twice = { $path }: { $key }: "{ $value }" is there twice. Rename one, or take it out.
error-world-unknown = { $path }: { $key }: the world has no "{ $value }". Add it, or name one that is there.
error-world-refused = { $path }: { $key }: the Kubernetes API would not take this: { $what }
error-state-without-sandbox = --sandbox-state goes with --sandbox: name the world, too.
error-state-not-folder = { $path }: not a folder. Name one that is new or empty.
error-state-others = { $path }: others may write to this folder (mode { $mode }). Take that away with chmod go-w, or name another.
error-state-owner = { $path }: this folder belongs to another user. Name one of your own.
error-state-in-use = { $path }: another process uses this folder. Wait for its end, or name another.
error-state-unreadable = { $path }: what is in this folder is no world that the sandbox kept: { $what }. Name another folder, or delete this one to start anew.
error-state-io = { $path }: the folder cannot be used: { $what }. Name one that can be written to.
error-state-other-world = { $path }: this folder keeps the world "{ $kept }", and --sandbox names "{ $given }". Name that world, or another folder.
error-sandbox = The sandbox did not start: { $what }
sandbox-served = Sandbox world { $world } is up on this machine's loopback. In another shell, type what is on the next line, and its aws and kubectl see this world and nothing else:
sandbox-served-sets = It sets:
sandbox-served-end = Ctrl-C ends it; nothing of it stays.
sandbox-seeded = The API server behind the sandbox has the cluster's objects: { $created } created, { $present } were there.
sandbox-seed-refused = It does not take { $what }
sandbox-seed-failed = The cluster's objects could not be given to the API server: { $what }
sandbox-webhooks = Start kube-apiserver with these flags besides its own:
error-webhook-file = { $path } could not be written: { $what }
error-kube-no-sandbox = { $flag } is for the sandbox: it needs --sandbox or `sandbox serve`.
error-kube-flags = { $flag } is missing: --kube-endpoint, --kube-ca and --kube-token go together.
error-kube-file = { $flag }: { $path } could not be read: { $what }
error-kube-address = --kube-endpoint "{ $given }" is not an address like https://127.0.0.1:6443
error-kube-not-loopback = --kube-endpoint "{ $given }" is not on this machine. The sandbox takes 127.0.0.1, ::1 or localhost only, so that it never reaches a real cluster.
error-kube-ca = --kube-ca: { $path } holds no certificate in PEM.
error-kube-token = --kube-token: { $path } holds no bearer token.
error-no-session = No usable AWS session.
error-practice-hint = To practise without an account: emr-onramp --sandbox
error-no-topic = There is no explanation of "{ $given }". `emr-onramp explain` lists all.
error-terminal = The terminal cannot be used: { $what }
error-no-terminal = There is no terminal to open the wizard on.
error-no-terminal-hint = Run it headless: { $example }
error-lang = "{ $given }" is no language of this program: en, ko

line-again = Not taken: { $why }

question-sign-in = Go on with these credentials?
question-cluster = Which cluster will run EMR jobs?
question-namespace = Which namespace will the jobs run in? (several: with commas between)
question-method = How should EMR be let in?
question-rule-set = Which rules should the Role have?
question-service-linked-role = Create the service-linked role for EMR?
question-caller-permissions = The caller's permissions for access entries?
question-virtual-cluster = Make a virtual cluster on the namespace?
question-virtual-cluster-name = The virtual cluster's name?
question-one-way = A step cannot be undone. The cluster's name, typed, to accept that:
question-approve = Run this plan?
question-consent = Run this step?
choice-use = go on
choice-again = look again
choice-practice = practise in the sandbox
choice-automatic = Automatic (eksctl-style)
choice-manual = Manual RBAC
choice-access-entry = Access entry
choice-aws-1-22 = AWS's page, 1.22 and later
choice-aws-1-21 = AWS's page, 1.21 and earlier
choice-eksctl = eksctl's
choice-show = only show the policy; I add it myself
choice-attach = attach it to my role
choice-yes = run it
choice-stop = stop here
choice-commands = stop, show the rest as commands
choice-recommended = { $choice } (recommended)

caution-eksctl-rewrites = eksctl writes aws-auth anew: comments and sso: entries are lost, and it never looks at the authentication mode.
caution-typed-by-hand = An editor opens; add these lines under mapRoles.
caution-retyped-by-hand = An editor opens; under mapRoles take out the lines with - and put in those with +.
caution-needs-context = The context is the one that `aws eks update-kubeconfig` makes.
command-practice = PRACTICE (sandbox { $world }): made for an invented account. In a shell this calls your REAL account.
finding-evidence-needed = Needed:
    { $evidence }
error-flag-unused = { $flag } goes with --method { $method } only.
error-one-way-other = --accept-one-way { $given } does not fit: the cluster is { $cluster }.
report-blocked = The plan cannot run as things are: { $ids }
report-vc-next = Next: { $count ->
    [one] make a virtual cluster on { $namespace } (run again with --virtual-cluster { $namespace })
   *[other] make virtual clusters on { $namespace } (run again with --virtual-cluster NAME for each)
}, then a job execution role, then the first job (emr-onramp explain job-execution-role).
error-repeated-namespace = --namespace { $namespace } is given twice; name each namespace once
error-virtual-cluster-count = --virtual-cluster is given { $names } times for { $namespaces ->
    [one] 1 namespace
   *[other] { $namespaces } namespaces
}: give it once, or once for each namespace in the same order
question-virtual-cluster-several = Make a virtual cluster on each of the namespaces?
question-virtual-cluster-name-several = What should their names begin with (PREFIX-NAMESPACE; nothing: each as its namespace)?
report-proof-namespace-as-list = { $namespace }: asked of the cluster, once for each namespace, for the list of all that user emr-containers may do there (SelfSubjectRulesReview as that user; what the list lacks was asked for by itself)
report-step-alike = (as step { $number })
report-access-more = { $words }; and the same in { $count ->
    [one] 1 more namespace
   *[other] { $count } more namespaces
}
