# Access entries: what is waited for, and what is proved of them.

watch-other-update = EKS update { $id } ({ $kind }), begun by somebody else: { $status }
watch-update-ended = EKS ended update { $id } as { $status }: { $errors }. The cluster is { $cluster } and its authentication mode is { $mode }
watch-update-ended-without-error = EKS ended update { $id } as { $status } and gave no reason. The cluster is { $cluster } and its authentication mode is { $mode }
watch-still-refused = the permissions are on the role { $role }, and still refused: a permissions boundary, a session policy or a rule of the organization may forbid them ({ $seen })

check-access-entry-principal = EMR's access entry, its principal
check-access-entry-arn = EMR's access entry, its ARN as IAM statements name it
check-access-entry-type = EMR's access entry, its type
check-access-entry-username = EMR's access entry, its Kubernetes user
check-access-entry-groups = EMR's access entry, its Kubernetes groups
check-access-entry-policy = EMR's access entry, its access policy
check-access-entry-scope = EMR's access entry, the reach of its policy
check-virtual-cluster-integration = virtual cluster, its tie to the access entry
check-legacy-access = EMR's way in to the older virtual clusters
check-legacy-access-holds = EMR's way in to the older virtual clusters is as before the run (aws-auth, Role and RoleBinding): { $namespaces }
check-legacy-user = EMR's user on the older virtual clusters: the access entry's and aws-auth's differ, and the entry wins
verdict-unconfirmed = { $check }; what EMR makes of it AWS does not say, so run a job there ({ $seen })

finding-cluster-009 = { $subject }: EKS is changing the cluster
finding-cluster-009-fix = You need not wait: the run follows the change under way, whoever asked for it, and looks at the cluster again before it asks for its own.
explain-finding-cluster-009 =
    EKS takes one change of a cluster at a time and refuses others meanwhile. The change under way may be the very one that this plan wants, asked for by somebody else or by an earlier run.

    The run looks for it, shows its type and id, and waits for at most 20 minutes. Then it reads the authentication mode again: if it is as wanted, nothing is sent.
    .title = EKS is changing the cluster

finding-iam-010 = { $subject }: somebody changed a statement of this program's
finding-iam-010-fix = It is left alone, since putting it as on AWS's page would undo the change. Give the statement a Sid of your own or remove it and plan again, or choose to have the permissions shown.
explain-finding-iam-010 =
    You chose to have the permissions attached to your own role, and the inline policy of that name is there. One of its statements has a Sid of this program's and says something else: it denies, or it has an action, a condition or an element that AWS's statement does not have, such as aws:MultiFactorAuthPresent. It is shown.

    Whoever changed it had a reason. Writing AWS's statement in its place would undo that, so nothing is written. Under a Sid of its own the statement stays as it is and AWS's is put beside it. Or choose to have the permissions shown, and add them by hand.
    .title = Somebody changed the policy on the caller's role

question-own-role = The plan puts permissions on your own role. The role's name, typed, to accept that:
error-own-role = A step puts permissions on the caller's own role: add --attach-permissions to accept that.
ui-review-own-role = This plan puts permissions on YOUR OWN ROLE. To allow it, type the role's name: press c, then { $role }, then Enter.
ui-review-own-role-typing = This plan puts permissions on YOUR OWN ROLE. To allow it, type exactly { $role }, then Enter. Pasted text does not count.
ui-review-ready-own-role = The step on your own role is allowed. Nothing has been changed yet. a runs exactly this plan.
ui-permissions-to-look = For looking, before the first step and after the last
