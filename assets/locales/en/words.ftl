# Words for the product's data. Keys are made of the data's own words: `action-` and `Action::word()`, and so on.

## Methods, modes, rule sets

method-automatic = Automatic (eksctl-style)
method-automatic-summary = Makes the Role and the RoleBinding with eksctl's rules and adds one entry to aws-auth, all in one go. Nothing in it is one-way.
method-manual = Manual RBAC
method-manual-summary = Makes the same objects with the rules of AWS's page, one step at a time. Each step stops, shows its change and the documentation's own command, and asks.
method-access-entry = Access entry
method-access-entry-summary = Gets the cluster ready and makes a virtual cluster; EMR then writes its own access entry. No Role, no aws-auth. AWS recommends this way.

mode-config-map = Only aws-auth counts. Access entries cannot be used.
mode-api-and-config-map = Both count. For the same role, an access entry wins over aws-auth.
mode-api = Only access entries count. aws-auth is ignored.

rule-set-aws-1-22 = AWS's page, 1.22 and later
rule-set-aws-1-21 = AWS's page, 1.21 and earlier
rule-set-eksctl = eksctl
rule-set-best-practices = EMR best-practices repository

## Steps

action-create = create
action-update = change
action-no-change = no change
action-one-way = one-way change
action-done-by-emr = done by EMR for you

risk-none = none
risk-add = adds
risk-access = access
risk-account = account
risk-cluster = cluster
risk-one-way = one-way

source-chosen = your choice
source-method = method
source-seen = as found

step-create-namespace = Namespace { $namespace }
step-create-namespace-why = EMR runs its jobs in a namespace. This one is not there yet.
step-create-service-linked-role = Service-linked role for EMR
step-create-service-linked-role-why = EMR calls the cluster as { $role }. The account needs this role once, for all its clusters.
step-write-role = Role emr-containers in { $namespace }
step-write-role-why = The Role lists what EMR may do in { $namespace }: make pods, services, config maps and whatever else a Spark job needs.
step-write-role-binding = RoleBinding emr-containers in { $namespace }
step-write-role-binding-why = The RoleBinding gives that Role to the Kubernetes user emr-containers. Without it the Role does nothing.
step-map-role = aws-auth: map EMR's service-linked role
step-map-role-why = aws-auth tells the cluster which Kubernetes user an IAM role is. This entry makes EMR's role the user { $username }.
step-update-authentication-mode = Authentication mode to { $mode }
step-update-authentication-mode-why = Access entries work only in API_AND_CONFIG_MAP or API mode. aws-auth goes on working in { $mode }, but there is no way back.
step-put-caller-policy = Permissions of role { $role }
step-put-caller-policy-why = EMR writes the access entry with the rights of whoever makes the virtual cluster. The inline policy { $policy } gives { $role } exactly those.
step-create-virtual-cluster = Virtual cluster { $name } on { $namespace }
step-create-virtual-cluster-why = A virtual cluster is how EMR knows the namespace { $namespace }. Jobs are sent to it.
step-await-access-entry = EMR's access entry for { $namespace }
step-await-access-entry-why = EMR writes the access entry for { $role } itself. This step writes nothing: it waits, then checks that the policy reaches { $namespace }.

step-no-change-why = Already so; nothing is sent.
step-no-change-mode-why = The mode is already { $mode }; nothing is sent.

what-write-role = { $rules ->
    [one] { $action }, { $rules } rule
   *[other] { $action }, { $rules } rules
}
what-map-role = + 1 entry, as user { $username }
what-update-authentication-mode = to { $mode }, one-way

note-recognised-as = The Role is the one of: { $rule-set }.
note-own-rules = The Role is none of the published ones; it was compared by what it allows.
note-lacks = { $count ->
    [one] Enough as it is. Another published Role also has: { $permissions }.
   *[other] Enough as it is. Another published Role also has { $count } permissions: { $permissions }.
}
note-not-ours = { $count ->
    [0] This program did not make this object. Rules are added, none is taken away.
   *[other] Managed by { $managers }. Rules are added, none is taken away.
}
note-others-untouched = { $entries ->
    [0] There is no other entry.
    [one] The other entry stays as it is, byte for byte.
   *[other] The { $entries } other entries stay as they are, byte for byte.
}
note-beyond-documented-version = AWS's page gives these rules for 1.22 to 1.29 and does not speak of newer versions. They are used here because nothing newer is published.

undo-nothing = Nothing to undo: this step changes nothing.
undo-delete = "emr-onramp undo" deletes it, as long as it is the one that this run makes and nobody changed it meanwhile.
undo-delete-namespace = "emr-onramp undo" deletes the namespace { $namespace }, which this run makes, if nothing else is in it by then; else it stays.
undo-delete-virtual-cluster = "emr-onramp undo" deletes the virtual cluster first, while EMR still has its access; otherwise the deletion gets stuck as ARRESTED. Jobs have to be over.
undo-delete-policy = "emr-onramp undo" takes the inline policy { $policy } off { $role }, after the virtual clusters: deleting those needs it.
undo-restore = "emr-onramp undo" writes back what the diff shows as before, if nobody changed it meanwhile.
undo-remove-entry = "emr-onramp undo" takes exactly the bytes that the diff adds out of aws-auth, unless another virtual cluster of this cluster relies on them: one entry serves all namespaces.
undo-by-emr = Nothing to do by hand: EMR is expected to take the namespace out of its policy when the virtual cluster is deleted. AWS implies this but does not state it.
undo-irreversible = This cannot be undone.
undo-irreversible-mode = This cannot be undone: EKS has no way back to an earlier mode. aws-auth keeps working in { $mode }.
undo-leave-shared = "emr-onramp undo" leaves it in place, because the whole account shares it. It can be deleted only when no virtual cluster is left in any region.

## Runs

outcome-applied = done
outcome-already-present = already as wanted
outcome-skipped = not tried
outcome-failed = failed: { $reason }
outcome-drifted = stopped, changed by somebody else: { $seen }
outcome-moved = stopped, changed since the plan was shown
outcome-unknown = sent, effect unknown: { $reason }

run-end-done = Every step ended well.
run-end-stopped = Stopped here, as asked. What was done stays.
run-end-failed = A step did not end well. What was done before it stays; running it again does only what is missing.
run-end-drifted = Something changed since the plan was shown, so nothing more was sent. Make a new plan.

watch-cluster-update = EKS update { $id }: { $status }
watch-virtual-cluster = virtual cluster on { $namespace }: { $state }
watch-role-unseen = waiting for IAM to show role { $role }, for two minutes at most
watch-propagation = not seen everywhere yet: { $seen }
watch-nodes = { $ready } of { $all } nodes Ready

## Proof

check-aws-auth = aws-auth as the authenticator reads it
check-aws-auth-holds = aws-auth as the authenticator reads it: entries before { $before }, now { $entries }; EMR's role is user { $username }
check-own-access = your own access
check-own-access-holds = your own access still works, as { $username } (fresh token)
check-own-access-holds-unnamed = your own access still works (fresh token; this version does not show as whom)
check-nodes = nodes
check-nodes-holds = { $ready } of { $all } nodes Ready, { $before } before; watched for { $seconds } s
check-nodes-holds-no-before = { $ready } of { $all } nodes Ready; watched for { $seconds } s; not seen before the run
check-access-entry = EMR's access entry
check-access-entry-holds = EMR's access entry: user { $username }, policy for { $namespaces }
check-virtual-cluster = virtual cluster
check-virtual-cluster-holds = virtual cluster { $id } on { $namespace }: { $state }, not through an access entry
check-virtual-cluster-holds-integrated = virtual cluster { $id } on { $namespace }: { $state }, through the access entry
check-service-linked-role = EMR's service-linked role
check-service-linked-role-holds = EMR's service-linked role exists: { $arn }

verdict-fails = { $check }: not as it should be: { $seen }
verdict-not-looked = { $check }: not looked at: { $why }
verdict-assumed = assumed, not confirmed by AWS: { $assumption }

assumption-eks-entry-username = { $chosen ->
    [default] the user name on EMR's entry is EKS's default
   *[other] the user name on EMR's entry: { $chosen }
}
assumption-service-linked-entry-reads = { $chosen ->
    [allowed] ordinary callers may read EMR's entry
   *[other] ordinary callers may not read EMR's entry
}
assumption-api-mode = { $chosen ->
    [allowed] EMR takes a cluster in API mode
   *[other] EMR refuses a cluster in API mode
}

not-looked-not-needed = not needed for these choices
not-looked-not-recognised = the server does not know this identity: { $message }
not-looked-denied = not allowed to look: { $message }
not-looked-unreachable = could not be reached: { $message }
not-looked-unsupported = this version does not offer the question
not-looked-failed = the answer could not be used: { $message }

access-delta = { $who }: { $what }, { $place }, through { $through }
place-namespace = in namespace { $name } only
place-cluster = on cluster { $name }
place-account = in account { $name }

## Findings

severity-info = note
severity-warning = warning
severity-missing-right = missing right
severity-refused = refused
severity-blocker = blocker

finding-evidence = Seen: { $evidence }

finding-mode-001 = { $subject }: API mode ignores aws-auth
finding-mode-001-fix = Use the access-entry method. On this cluster nothing that is written to aws-auth has any effect.
finding-mode-002 = { $subject }: this version has no access entries
finding-mode-002-fix = Use automatic or manual, or upgrade: access entries need Kubernetes 1.23 or later at a recent enough EKS platform version.
finding-mode-003 = { $subject }: API mode is not covered by AWS's EMR page
finding-mode-003-fix = The page names only API_AND_CONFIG_MAP; that EMR writes its entry in API mode too is not confirmed by AWS. Go on if you can try it, and read the proof.
finding-mode-004 = { $subject }: the authentication mode goes up for good
finding-mode-004-fix = There is no way back to CONFIG_MAP. aws-auth goes on working beside access entries. EKS may also write entries for managed nodes and Fargate, and it adds an administrator's entry for the cluster's original creator. To leave the mode alone, choose automatic or manual.
finding-cluster-001 = { $subject }: the cluster is not ACTIVE
finding-cluster-001-fix = Wait until it is ACTIVE, then look again. While EKS is changing a cluster it refuses other changes.
finding-cluster-002 = { $subject }: EKS no longer runs this Kubernetes version
finding-cluster-002-fix = Automatic and manual still fit. Access entries need 1.23 or later, so plan an upgrade.
finding-cluster-003 = { $subject }: the cluster belongs to another account
finding-cluster-003-fix = Sign in to the cluster's own account. The role that is let in must be that account's service-linked role.
finding-auth-001 = { $subject }: there is no aws-auth
finding-auth-001-fix = Choose access entry where the cluster offers it. Otherwise AWS's stock aws-auth has to be put in place first, with the ARN of every node role in it.
finding-auth-002 = { $subject }: aws-auth cannot be edited safely
finding-auth-002-fix = Put right what was seen, then plan again, or choose access entry. Where EKS can read the text as it is, the manual method lets you edit it yourself (option 2). Nothing was touched.
finding-auth-003 = { $subject }: aws-auth already maps EMR's role to another user
finding-auth-003-fix = Find out who needs that entry. Change its username to emr-containers or remove it (the manual method lets you, by option 2), then plan again. A second entry is never added: of two for one role, only the last counts.
finding-auth-005 = { $subject }: aws-auth could not be read
finding-auth-005-fix = Ask for the right to get the ConfigMap aws-auth in kube-system, or come from a network that reaches the cluster, then look again.
finding-ns-001 = { $subject }: the namespace does not exist
finding-ns-001-fix = Let it be created (--create-namespace), or choose one that exists.
finding-ns-002 = { $subject }: the namespace is being deleted
finding-ns-002-fix = Wait until it is gone and have it created anew, or choose another.
finding-ns-003 = { $subject }: this is a system namespace
finding-ns-003-fix = Give jobs a namespace of their own. If it has to be this one, name it with --allow-system-namespace.
finding-rbac-001 = { $subject }: the RoleBinding points to another role
finding-rbac-001-fix = Kubernetes cannot change where a binding points. See what needs it; if nothing does, delete it and plan again.
finding-rbac-002 = { $subject }: another tool manages this object
finding-rbac-002-fix = Make the change in that tool, or it will put its own version back. To go on all the same, use --accept-owner { $evidence }.
finding-rbac-003 = { $subject }: the Role gives more than any published one
finding-rbac-003-fix = It works as it is. Think about narrowing it: everything in it is EMR's to use in this namespace.
finding-rbac-004 = { $subject }: a Kubernetes right is missing
finding-rbac-004-fix = Use an identity with AmazonEKSClusterAdminPolicy or in system:masters, or let somebody who has one run this. AmazonEKSAdminPolicy is not enough to make a Role.
finding-rbac-005 = { $subject }: whether we have this right could not be asked
finding-rbac-005-fix = Nothing to do now. If the right is missing, the step fails, says so and changes nothing.
finding-rbac-006 = { $subject }: we may not grant what we do not hold ourselves
finding-rbac-006-fix = It still works for somebody who holds every permission in the Role. Otherwise Kubernetes refuses ("attempting to grant RBAC permissions not currently held"): use an identity with AmazonEKSClusterAdminPolicy or in system:masters.
finding-kube-001 = { $subject }: the Kubernetes API cannot be reached
finding-kube-001-fix = The error is shown. Where EKS names no address or certificate that can be used, wait until the cluster is ACTIVE and look again. Where the connection broke off, check VPN, firewall and proxy.
finding-iam-001 = { $subject }: EMR's service-linked role does not exist
finding-iam-001-fix = Let the plan create it, or have an administrator create it once for the account. EMR also makes it with the account's first virtual cluster.
finding-iam-002 = { $subject }: a role of this name is not EMR's service-linked role
finding-iam-002-fix = It is an ordinary role that has the name. Find out who uses it and remove it, then plan again: EMR can use only the one under /aws-service-role/emr-containers.amazonaws.com/.
finding-iam-003 = { $subject }: whether EMR's service-linked role exists could not be read
finding-iam-003-fix = Ask for iam:GetRole. You may go on: a mapping in aws-auth does not need the role to exist yet, but an access entry does.
finding-iam-004 = { $subject }: IAM rights for access entries were not looked at
finding-iam-004-fix = Compare the statement shown with your own policies, or have it attached. What EMR does when one of these rights is missing is not documented.
finding-iam-005 = { $subject }: no policy can be attached to this caller
finding-iam-005-fix = Choose to have the statement shown and add it where this identity is managed (for a single sign-on role, in IAM Identity Center), or sign in with an ordinary role.
finding-vc-001 = { $subject }: has a running virtual cluster already
finding-vc-001-fix = Use that one: a namespace takes one at a time. An older one cannot be moved to access entries; for that it must be deleted and made anew.
finding-vc-002 = { $subject }: access entry needs a new virtual cluster
finding-vc-002-fix = Give it a name, on the Options page or with --virtual-cluster. EMR writes its entry only while it creates one.
finding-vc-003 = { $subject }: older virtual clusters stand on aws-auth
finding-vc-003-fix = Keep EMR's entry in aws-auth. An access entry for the same role wins over it, and which user EMR gives that entry is not documented: afterwards, try a job on an older one. Or choose automatic.
finding-vc-004 = { $subject }: many namespaces use the access entry
finding-vc-004-fix = Older copies of AWS's page give a limit of 100; the current page gives none. The proof asks EMR whether the new one is integrated. If not, choose automatic where the mode allows it.
finding-vc-005 = { $subject }: a virtual cluster is ARRESTED
finding-vc-005-fix = Its deletion failed for lack of permissions. Give EMR its access back, then delete it again.
finding-vc-006 = { $subject }: the virtual clusters could not be read
finding-vc-006-fix-failed = The error is shown; look again. Until then, taken namespaces and older virtual clusters stay unseen.
finding-vc-006-fix = Ask for emr-containers:ListVirtualClusters. Until then, taken namespaces and older virtual clusters stay unseen.
finding-vc-007 = { $subject }: its running virtual cluster is an older one
finding-vc-007-fix = An existing virtual cluster cannot be moved to access entries. Keep it and use automatic or manual, or delete it and make a new one.

## Failed calls

port-error = { $service } { $operation }: { $what }
port-error-said = { $service } said: { $said }
port-error-said-request = { $service } said: { $said } (request { $request })
port-error-denied = not allowed.
port-error-denied-next = The caller is known but lacks this right. Ask for it, or use an identity that has it.
port-error-unauthenticated = the caller is not recognised.
port-error-unauthenticated-next = The credentials may have expired, or the cluster does not know this identity. Sign in again, or use one that the cluster lets in.
port-error-not-found = not found.
port-error-not-found-next = Check the name, the region and the account.
port-error-conflict = somebody else is changing it, or it is in use.
port-error-conflict-next = Wait a moment and look again; the plan is then compared with what is there by that time.
port-error-already-exists = it exists already.
port-error-already-exists-next = Look again: what is there is compared with what is wanted.
port-error-throttled = too many calls at once.
port-error-throttled-next = Calls are repeated by themselves, more slowly. If it goes on, wait a minute: others in the account may be calling too.
port-error-invalid = the request was refused.
port-error-invalid-next = Trying again will not help. The service's own words above say what it does not accept.
port-error-unreachable = no connection; nothing was sent.
port-error-unreachable-next = Check network, VPN and proxy. A private cluster endpoint answers only from inside its VPC.
port-error-unknown = no answer; whether it took effect is not known.
port-error-unknown-next = Look again before repeating it: the change may have been made.
port-error-unexpected = the answer makes no sense.
port-error-unexpected-next = The service's own words and the request id are what a support case needs.

## Names

name-kind-cluster = cluster
name-kind-namespace = namespace
name-kind-virtual-cluster = virtual cluster
name-kind-region = region
name-kind-role = role
name-kind-fargate-profile = Fargate profile
name-kind-subnet = subnet
name-error = { $kind } "{ $given }": { $problem }
name-error-empty = { $kind }: { $problem }
name-error-try = { $error }; try { $suggestion }
name-problem-empty = empty; type a name
name-problem-too-long = { $length } characters, at most { $longest }
name-problem-control = control character { $code } at position { $position }; type the name by hand
name-problem-look-alike = character { $code } at position { $position } is not a Latin { $latin }
name-problem-character = character '{ $character }' at position { $position }; it may hold { $allowed } only
name-problem-edge = { $kind ->
    [cluster] must start with a letter or digit
   *[other] must start and end with a letter or digit
}
name-problem-form = { $kind ->
    [subnet] not of the form of subnet-0a11a22b33c44d551
   *[other] not of the form of us-east-1
}
name-problem-reserved = names that begin with eks- belong to EKS
name-allowed-cluster = A-Z, a-z, 0-9, '-' and '_'
name-allowed-namespace = a-z, 0-9 and '-'
name-allowed-virtual-cluster = A-Z, a-z, 0-9 and . - _ / #
name-allowed-region = a-z, 0-9 and '-'
name-allowed-fargate-profile = A-Z, a-z, 0-9, '-' and '_'
name-allowed-subnet = a-z, 0-9 and '-'
name-allowed-role = A-Z, a-z, 0-9 and + = , . @ - _

version-error = "{ $given }": this is not a version such as { $example }
step-create-execution-role = Pod execution role { $role }
step-create-execution-role-why = EKS runs pods on Fargate under this role: it pulls their images. The condition lets Fargate take it for the profiles shown and for nobody else's.
step-update-trust-policy = Trust policy of { $role }
step-update-trust-policy-why = IAM takes a trust policy as a whole. Lines that are not marked stay as they are.
step-attach-execution-policy = Managed policy on { $role }
step-attach-execution-policy-why = Without AmazonEKSFargatePodExecutionRolePolicy the role cannot pull images, and pods on Fargate do not start.
undo-delete-role = "emr-onramp undo" deletes the role { $role } that this run makes, if no Fargate profile of the region uses it and nothing else is attached to it.
undo-detach-policy = "emr-onramp undo" detaches the policy from { $role }, if no Fargate profile of the region uses the role.
undo-restore-trust = "emr-onramp undo" writes back the trust policy that { $role } had before, if nobody changed it meanwhile.
check-execution-role = Pod execution role
check-execution-role-holds = { $arn }: Fargate may take it for every profile of the cluster, and for no other account's
check-execution-role-holds-insecure = { $arn }: Fargate may take it for every profile of the cluster, and for other accounts' too
check-execution-policy = policy of the Pod execution role
check-execution-policy-holds = { $policy } is attached
