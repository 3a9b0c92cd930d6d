# The full-screen wizard. Short: most of it stands in a table, a footer or a title.

## Frame

ui-too-small = emr-onramp needs { $width }x{ $height }; this terminal has { $has-width }x{ $has-height }. Make it larger, or start with --plain.
ui-identity-looking = looking for credentials
ui-identity-none = not signed in
ui-more = more
ui-yes = yes
ui-no = no

ui-page-sign-in = Sign-in
ui-page-cluster = Cluster
ui-page-namespace = Namespace
ui-page-method = Method
ui-page-options = Options
ui-page-review = Review
ui-page-run = Run
ui-page-proof = Proof

ui-method-short-automatic = automatic
ui-method-short-manual = manual
ui-method-short-access-entry = access entry

## Keys

ui-key-move = move
ui-key-page = scroll
ui-key-choose = choose
ui-key-plan = make the plan
ui-key-open = open
ui-key-back = back
ui-key-close = close
ui-key-stay = stay
ui-key-stop-typing = leave the field
ui-key-filter = filter
ui-key-new-namespace = new namespace
ui-key-name-cluster = type a name
ui-key-try-again = try again
ui-key-replan = look again
ui-key-practise = practise instead
ui-key-type-name = type the cluster's name
ui-key-confirm-name = confirm the name
ui-key-approve = run this plan
ui-key-consent-yes = run this step
ui-key-consent-stop = stop here
ui-key-consent-commands = rest as commands
ui-key-stop-run = stop after this step
ui-key-hurry-run = stop waiting for it
ui-key-copy = copy
ui-key-zoom = whole page
ui-key-pane = next tab
ui-key-next-field = next
ui-key-tab = tabs
ui-key-topic = next topic
ui-key-change = change
ui-key-toggle = change
ui-key-explain = explain
ui-key-help = keys
ui-key-language = language
ui-key-leave = leave
ui-key-leave-now = leave at once
ui-key-suspend = suspend

ui-help-title = Keys that work here
ui-help-korean = With a Korean keyboard layout, the same keys work as they lie: ㅛ is y, ㅌ is x.
ui-help-copy = To select with the mouse where z is listed, press z (whole page) first: there is no frame then.

ui-leave-title = Leave emr-onramp?
ui-leave-planning = Nothing has been changed in the cluster or the account. Your answers are lost.
ui-leave-written = What this session changed stays, and is told when you have left. Your answers are lost.
ui-leave-running = A step is under way, and it may still take effect. Running the same again finds out what took effect and does only what is missing.

ui-notice-paste-does-not-confirm = Pasted text does not count here: type the name by hand.
ui-notice-sent-to-terminal = Sent to the terminal's clipboard (OSC 52). Not every terminal takes it.
ui-notice-stopping = It stops here, or once the step under way has ended.
ui-notice-last-call = Not waiting for the step any longer: it ends with the call in flight, within 30 seconds. Once more leaves at once.
ui-notice-too-soon = Not yet: this was just shown. Read it, then press the key again.

ui-complaint-not-offered = "{ $given }" is none of the choices here.
ui-complaint-blocked = This cannot be chosen here. { $finding }
ui-complaint-system-namespace = { $namespace } is a system namespace: jobs need one of their own. To use it all the same, start with --allow-system-namespace { $namespace }.
ui-complaint-no-such-cluster = There is no cluster { $given } in the regions that were listed.
ui-complaint-not-typed = That is not the name. Type exactly: { $expected }
ui-complaint-not-asked = This cannot be answered now.

## Sign-in

ui-sign-in-question = Set up EMR with these AWS credentials?
ui-sign-in-practice = Practice session: nothing here touches a real account
ui-sign-in-failed = No usable AWS credentials
ui-sign-in-looking = Asking AWS who we are …
ui-sign-in-account = Account
ui-sign-in-alias = alias
ui-sign-in-caller = Signed in as
ui-sign-in-arn = ARN
ui-sign-in-credentials = Credentials from
ui-sign-in-credentials-sandbox = the sandbox (for practice)
ui-sign-in-regions = Regions
ui-sign-in-endpoint = Endpoint override
ui-sign-in-assumed = Assumed
ui-sign-in-world = Sandbox world
ui-choice-use = Go on
ui-choice-use-what = and choose a cluster
ui-choice-again = Look again
ui-choice-again-what = after signing in with another identity in another window
ui-choice-practice = Practise
ui-choice-practice-what = in a sandbox on this computer: no account, no cost, the same steps
ui-sign-in-way-sso = Single sign-on: run aws sso login in another window, then look again.
ui-sign-in-way-profile = Another profile: leave, and start with --profile NAME.
ui-sign-in-way-keys = Access keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY before starting.

## Clusters

ui-cluster-question = Which cluster will run EMR jobs?
ui-cluster-counts = { $regions ->
    [one] { $regions } region
   *[other] { $regions } regions
}, { $clusters ->
    [one] { $clusters } cluster
   *[other] { $clusters } clusters
}
ui-cluster-listing = { $done } of { $regions } regions, { $clusters ->
    [one] { $clusters } cluster
   *[other] { $clusters } clusters
} so far
ui-cluster-name = NAME
ui-cluster-region = REGION
ui-cluster-version = VERSION
ui-cluster-mode = ACCESS MODE
ui-cluster-endpoint = ENDPOINT
ui-cluster-virtual-clusters = EMR
ui-cluster-status = STATUS
ui-cluster-platform = PLATFORM
ui-cluster-created = CREATED
ui-cluster-tags = TAGS
ui-cluster-public = public
ui-cluster-private = private
ui-cluster-both = both
ui-cluster-limited = some IPs
ui-cluster-no-endpoint = none yet
ui-cluster-not-described = unknown
ui-cluster-describing = Describing the cluster …
ui-cluster-none = No clusters in these regions. Leave, and start with --region to look in others.
ui-cluster-none-yet = No answer yet.
ui-cluster-failed-next = Its clusters are not in the list. Press n to type a cluster's name, r to try again.
ui-cluster-invite = Type the name of a cluster that is not listed
ui-cluster-use-name = Look for { $name } in the regions that could not be listed

ui-list-filtered = (press / to change)
ui-list-name = New name (or filter):
ui-list-none-fits = Nothing fits what was typed.

## Namespaces

ui-namespace-question = Which namespace on { $cluster } will EMR jobs run in?
ui-namespace-count = { $count ->
    [one] { $count } namespace
   *[other] { $count } namespaces
}
ui-namespace-listing = looking into the cluster
ui-namespace-failed = could not be listed
ui-namespace-name = NAME
ui-namespace-role = ROLE
ui-namespace-binding = ROLEBINDING
ui-namespace-virtual-cluster = VIRTUAL CLUSTER
ui-namespace-system = Kubernetes' and EKS's own, not for jobs
ui-namespace-deleting = being deleted
ui-namespace-integrated = access entry
ui-namespace-legacy = aws-auth
ui-namespace-invite = + a new namespace …
ui-namespace-create = + { $name }: will be created

## Methods

ui-method-question = How should EMR be let into namespace { $namespace } on { $cluster }?
ui-method-observing = Reading the cluster, its aws-auth, roles and access entries …
ui-method-recommended = RECOMMENDED
ui-method-here = Here: { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
}, nothing one-way.
ui-method-here-stops = Here: { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
}, and it stops and asks before each step.
ui-method-here-one-way = Here: { $changes ->
    [one] { $changes } change
   *[other] { $changes } changes
}, { $one-way ->
    [one] { $one-way } of them
   *[other] { $one-way } of them
} ONE-WAY: it cannot be undone.
ui-method-here-nothing = Here: nothing to change, it is all there.
ui-method-blocked = Not possible here. { $why }
ui-method-you-are-here = you are here
ui-method-ladder = The cluster's authentication mode: a ladder that goes one way, with no road back.

ui-recommend-reads-access-entries = Why { $method }: the cluster is in { $mode } mode, which reads access entries, and AWS recommends them.
ui-recommend-nothing-one-way = Why { $method }: in { $mode } mode it needs nothing one-way. AWS recommends access entries, but that would switch the mode for good.
ui-recommend-legacy-virtual-clusters = Why { $method }: older virtual clusters on this cluster rely on aws-auth.
ui-recommend-many-namespaces = Why { $method }: very many namespaces on this cluster use the access entry already.
ui-recommend-other = What would fit best here is not possible now: its card says why. What is left works; weigh what its card says it costs.
ui-recommend-none = None of the three is possible here as it stands: the cards say why.

## Options

ui-options-question = The details. The defaults are good ones: Enter takes them.
ui-options-none = Nothing to decide here
ui-options-none-next = Everything this method needs is known. Enter makes the plan; nothing is changed before you approve it.
ui-option-rule-set = Which rules should the Role have?
ui-option-service-linked-role = Create the missing service-linked role for EMR?
ui-option-caller-permissions = Your own permissions for making the access entry
ui-option-caller-permissions-show = only show the policy; I add it myself
ui-option-caller-permissions-attach = attach it to my role
ui-option-virtual-cluster = Create a virtual cluster on the namespace as well?
ui-option-virtual-cluster-name = Name of the virtual cluster

## Review

ui-review-title = { $changes ->
    [one] Review: { $changes } change on { $cluster }, nothing one-way
   *[other] Review: { $changes } changes on { $cluster }, nothing one-way
}
ui-review-title-one-way = { $changes ->
    [one] Review: { $changes } change on { $cluster }, ONE-WAY
   *[other] Review: { $changes } changes on { $cluster }, { $one-way } ONE-WAY
}
ui-review-nothing = Review: nothing to change on { $cluster }
ui-cluster-and-count = { $cluster } ({ $count } namespaces)
ui-review-hash = plan { $hash }
ui-review-again = Making the plan again
ui-review-risk = RISK
ui-review-step = STEP
ui-review-what = WHAT
ui-review-from = FROM
ui-tab-diff = diff
ui-tab-commands = commands
ui-tab-permissions = permissions
ui-tab-undo = undo
ui-tab-access = who gains what
ui-tab-findings = findings
ui-tab-diff-short = diff
ui-tab-commands-short = cmds
ui-tab-permissions-short = perms
ui-tab-undo-short = undo
ui-tab-access-short = access
ui-tab-findings-short = findings
ui-review-blocked = { $count ->
    [one] This plan cannot run: one finding stands in the way.
   *[other] This plan cannot run: { $count } findings stand in the way.
} Put that right, then press r to look again.
ui-review-one-way = A step of this plan CANNOT BE UNDONE. To allow it, type the cluster's name: press c, then { $cluster }, then Enter.
ui-review-one-way-typing = A step of this plan CANNOT BE UNDONE. To allow it, type exactly { $cluster }, then Enter. Pasted text does not count.
ui-review-type-here = Cluster's name:
ui-review-ready = Nothing has been changed yet. a runs exactly this plan.
ui-review-ready-typed = The one-way step is allowed. Nothing has been changed yet. a runs exactly this plan.
ui-review-ready-nothing = Everything is there already. a checks it and proves it; nothing is written.
ui-commands-tool = { $tool } ({ $since } or later)
ui-permission-held = you have it
ui-permission-missing = you do not have it
ui-permission-simulated = allowed, says IAM's simulator
ui-permission-simulated-not = not allowed, says IAM's simulator
ui-permission-not-looked = not looked at
ui-permissions-none = Nothing is written by this step, so it needs no right to write.
ui-access-none = Nobody gains anything by this plan.
ui-access-where = { $place }, through { $through }
ui-diff-unchanged = { $count ->
    [one] ⋯ { $count } line unchanged
   *[other] ⋯ { $count } lines unchanged
}
ui-findings-none = Nothing was found that stands in the way.

## Run

ui-run-title = Running plan { $hash } on { $cluster }
ui-run-title-asks = Your word on the next step, on { $cluster }
ui-run-title-stopping = Stopping after this step, on { $cluster }
ui-run-title-proving = Every step is done; proving it on { $cluster }
ui-run-title-done = { $cluster }: every step done and proved
ui-run-title-stopped = Stopped, on { $cluster }
ui-run-title-failed = A step failed, on { $cluster }
ui-run-title-drifted = Something changed meanwhile, on { $cluster }
ui-run-done = { $done } of { $all } done
ui-run-steps = Steps
ui-run-watching = Watching
ui-run-watching-nothing = Nothing to wait for at the moment.
ui-run-proving = Asking the cluster what EMR may do now …
ui-run-starting = Starting …
ui-run-no-calls = No calls for this step yet.
ui-run-tab-log = calls
ui-run-tab-change = change
ui-run-tab-commands = commands
ui-run-tab-result = what happened
ui-run-question = Run this step now? { $step }
ui-run-asks = your word?
ui-run-attempt = {" "}try { $attempt }
ui-run-already = no change
ui-run-skipped = not tried
ui-run-failed = failed
ui-run-drifted = changed
ui-run-unknown = unknown
ui-run-moved = moved, equal {" "}
ui-run-wrote-nothing = Nothing was written.
ui-run-next = Next: mend the cause, then press r: the cluster is read again and a new plan shows only what is left.
ui-run-next-stopped = Not every step was done, so EMR may not be able to use { $namespace } yet. To go on, press r: the cluster is read again and a new plan shows what is left.
ui-run-rest = These steps were not done. To do them by hand, in this order:

## Proof

ui-proof-holds = { $count ->
    [one] { $namespace } on { $cluster } is open to EMR
   *[other] { $namespace } on { $cluster } are open to EMR
}
ui-proof-fails = { $count ->
    [one] { $namespace } on { $cluster } is not as it should be
   *[other] { $namespace } on { $cluster } are not all as they should be
}
ui-proof-all-looked = everything was looked at
ui-proof-assumed = { $count ->
    [one] 1 thing assumed
   *[other] { $count } things assumed
}
ui-proof-not-looked = { $count } not looked at
ui-proof-count = { $namespace }: user emr-containers now has { $now } of { $all } permissions, before { $before }
ui-proof-count-no-before = { $namespace }: user emr-containers now has { $now } of { $all } permissions; before was not asked
ui-proof-asked-one-by-one = Asked of the cluster permission by permission (SubjectAccessReview).
ui-proof-asked-as-list = Asked of the cluster once for each namespace, for the list of all that this user may do there (SelfSubjectRulesReview as that user); what the list lacks, by itself.
ui-proof-resource = RESOURCE
ui-proof-change = BEFORE → NOW
ui-proof-change-short = NOW
ui-proof-legend = ✓ allowed   ✗ not allowed   ? not looked at   · not in the rule set   – before: not allowed
ui-proof-again = Again
ui-proof-undo = Undo
ui-proof-next = Next
ui-proof-next-vc = { $count ->
    [one] a virtual cluster on { $namespace } (again with --virtual-cluster { $namespace })
   *[other] virtual clusters on { $namespace } (again with --virtual-cluster NAME for each)
}, a job execution role, a first job: x, then →.
ui-proof-next-what = a job execution role and a first job: press x, then →.
ui-key-mark = mark
ui-key-mark-name = mark it, type another
ui-key-mark-all = mark all
ui-complaint-repeated = { $namespace } is named twice.
ui-namespace-marked = { $count } marked
ui-namespace-marked-new = marked, will be created: { $names }
ui-option-virtual-cluster-several = Create a virtual cluster on each of the namespaces as well?
ui-option-virtual-cluster-name-several = What their names begin with: PREFIX-NAMESPACE (nothing: each as its namespace)
names-and-more = { $names } and { $count } more
