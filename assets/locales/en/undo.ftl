# Taking a run back.

report-undo = Undo: { $command }
undo-of = Takes back run { $run } of { $begun }: only what it wrote, and only where nobody changed it since.
undo-changed = What this undo has still to do would be planned otherwise now. Nothing was written; make a new undo: emr-onramp undo { $run }
undo-nothing-left = Nothing of this run is left to take back.
undo-side-run = what the run changed:
undo-side-since = what was changed since:
undo-do-again = This takes something back itself. To have it again, give the command of the earlier run again.
record-about-undo = undo of { $run }
action-remove = remove
error-undo-of-undo = Run { $run } is itself the undo of { $of }. To have back what it took away, give the command of that run again.
error-run-not-begun = Run { $run } wrote nothing: there is nothing to take back.

step-delete-role = Role emr-containers in { $namespace }
step-delete-role-why = The run made this Role, and it still reads as the run left it. Kubernetes deletes it only if it is that very object at that version.
step-delete-role-binding = RoleBinding emr-containers in { $namespace }
step-delete-role-binding-why = The run made this RoleBinding, and it still reads as the run left it. Without it the Kubernetes user emr-containers loses its rights in { $namespace }.
step-restore-role = Role emr-containers in { $namespace }, its rules of before
step-restore-role-why = The Role was there before the run, which added rules to it. Exactly those go; the object stays.
step-restore-role-binding = RoleBinding emr-containers in { $namespace }, its subjects of before
step-restore-role-binding-why = The RoleBinding was there before the run, which added EMR's user to it. Exactly that goes; the object stays.
step-unmap-role = aws-auth: without EMR's service-linked role
step-unmap-role-why = Exactly the bytes that the run put in go; everything else in aws-auth stays byte for byte. Afterwards EMR's role is no longer the user { $username }.
step-delete-virtual-cluster = Virtual cluster { $id } on { $namespace }
step-delete-virtual-cluster-why = It goes first, while EMR still has the access that it cleans up with; otherwise it would end ARRESTED. None of its job runs may be under way.
step-delete-namespace = Namespace { $namespace }
step-delete-namespace-why = The run made it, and nothing is in it but what Kubernetes puts into every namespace. That is looked at once more just before.
step-delete-caller-policy = Permissions on role { $role }
step-delete-caller-policy-why = The run put the inline policy { $policy } on this role. It goes after the virtual clusters, whose deletion needs it.
step-delete-fargate-profile = Fargate profile { $name }
step-delete-fargate-profile-why = The run made it, and no pod is in its namespaces. EKS takes minutes for it, and one profile at a time.
step-detach-execution-policy = Managed policy off { $role }
step-detach-execution-policy-why = The run attached it. No Fargate profile of the region uses the role.
step-delete-execution-role = Pod execution role { $role }
step-delete-execution-role-why = The run made it, nothing else is attached to it, and no Fargate profile of the region uses it.

check-taken-back = taken back
check-taken-back-holds = taken back: { $what }
check-others-kept = other entries of aws-auth
check-others-kept-holds = aws-auth as the authenticator reads it: all other entries map as before ({ $entries } now)
check-entry-without = reach of EMR's access entry
check-entry-without-holds = EMR's access entry no longer reaches { $namespaces }

finding-undo-001 = The cluster of run { $subject } is not this one, or was made anew since
finding-undo-001-fix = Nothing of the run can be left on another cluster. Look at this one with "emr-onramp doctor".
finding-undo-002 = { $subject } was changed since the run
finding-undo-002-fix = Taking it back would undo somebody else's work. Take out by hand what the run changed, or bring it back to what the run left, then undo again: what is gone already counts as undone.
finding-undo-003 = { $subject }: what the run made is gone, and another one of that name is there
finding-undo-003-fix = It is not the run's, so it stays.
finding-undo-004 = { $subject }: in use
finding-undo-004-fix = Let the jobs end or cancel them, delete virtual clusters and Fargate profiles that stand on it, take off further policies, then undo again.
finding-undo-005 = { $subject } could not be read
finding-undo-005-fix = Without reading it nobody can tell whether it is still as the run left it. Try again.
finding-undo-006 = You may not read { $subject }
finding-undo-006-fix = Without reading it nobody can tell whether it is still as the run left it. Get the right to read it, then undo again.
finding-undo-007 = The run made the service-linked role { $subject }; it stays
finding-undo-007-fix = The whole account shares it. It can be deleted only when no virtual cluster is left in any region: aws iam delete-service-linked-role
finding-undo-008 = The run raised the authentication mode to { $subject }; it stays
finding-undo-008-fix = EKS has no way back to an earlier mode. aws-auth keeps working in API_AND_CONFIG_MAP.
finding-undo-009 = The run made the namespace { $subject }; it stays
finding-undo-009-fix = Deleting a namespace deletes everything in it, so only one goes in which nothing of anybody else's was seen. Look into it, then delete it by hand.
finding-undo-010 = EMR's entry in { $subject } stays
finding-undo-010-fix = One entry serves all namespaces, and virtual clusters of others stand on it. Delete them first, then undo again.

finding-undo-011 = The run made { $subject }; it stays
finding-undo-011-fix = Nodes and others may have come to stand on it, and deleting it can lock everybody out. This program never deletes aws-auth.

explain-undo =
    "emr-onramp undo RUN" takes back what a run did. It compares three things: what was there before the run, what the run wrote, and what is there now. Where the last two are the same, the first is put back. Where somebody changed it since, nothing is touched: you are shown what the run changed and what was changed since.

    What was there before the run is not the run's, and stays. What is gone already counts as done. The virtual cluster goes first, while EMR still has its access, then permissions, Roles, the entry in aws-auth and, if it is empty, the namespace. Three things stay and are said: the service-linked role, which the account shares, the authentication mode, which has no way back, and an aws-auth that the run made, since others may have come to stand on it.

    An undo is a plan like any other: shown first, approved, recorded, resumable and proved. To undo it, give the first command again.
    .title = Undo

explain-step-delete-role =
    Deletes the Role that the run made. The uid and the version go with the call, so that Kubernetes refuses it if the Role was changed or made anew in between.

    If the Role differs from what the run left, it is not deleted: you are shown what was changed.
    .title = Step: delete the Role

explain-step-delete-role-binding =
    Deletes the RoleBinding that the run made, before the Role that it points to. The uid and the version go with the call.

    Without it the Kubernetes user emr-containers has no rights in the namespace any more.
    .title = Step: delete the RoleBinding

explain-step-restore-role =
    The Role was there before the run, which only added rules. Its rules of before are written back under its version; labels and everything else stay as they are.

    If somebody changed the rules since, nothing is written.
    .title = Step: give the Role its rules back

explain-step-restore-role-binding =
    The RoleBinding was there before the run, which only added the user emr-containers. Its subjects of before are written back under its version.

    If somebody changed the subjects since, nothing is written.
    .title = Step: give the RoleBinding its subjects back

explain-step-unmap-role =
    Takes out of aws-auth exactly the bytes that the run put in. The text is read before and after as EKS's authenticator reads it: afterwards every other entry has to map as before. If nobody touched the text since, it is byte for byte the text before the run.

    The old text is kept, the write names the version that was read, and your own access is tried with a fresh token. If that fails, the old text goes back at once. If a virtual cluster of another namespace stands on the entry, it stays.
    .title = Step: take the role out of aws-auth

explain-step-delete-virtual-cluster =
    EMR deletes the virtual cluster and needs its access for that, so this is the first step. The state goes from TERMINATING to TERMINATED. ARRESTED means that EMR could not clean up.

    If job runs are under way, nothing is deleted: let them end, or cancel them. EMR is expected to take the namespace out of its access entry by itself; the proof looks.
    .title = Step: delete the virtual cluster

explain-step-delete-namespace =
    Deletes a namespace that the run made, if nothing is in it but the default service account, the cluster's CA and events. Every kind of object that the server can list is listed, once for the plan and once just before the deletion.

    Where one kind cannot be listed, nobody knows, and the namespace stays.
    .title = Step: delete the namespace

explain-step-delete-caller-policy =
    Takes the inline policy off the caller's role, if it still reads as the run wrote it. Virtual clusters go before, since EMR gives its access back with the caller's permissions.

    If a policy of that name was there before the run, that one is written back instead.
    .title = Step: take the permissions off the caller's role

explain-step-delete-fargate-profile =
    Deletes the Fargate profile that the run made, if it still reads as the run made it. EKS deletes the pods that run by a profile with it, so it is done only where no pod is in the namespaces that it takes pods of.

    EKS works on one profile of a cluster at a time and takes minutes for each. The run waits until it is gone; only then can the role under it go.
    .title = Step: delete the Fargate profile

explain-step-detach-execution-policy =
    Takes the managed policy off the Pod execution role that the run put it on. Pods on Fargate could then no longer pull images, so it is done only where no Fargate profile of the region uses the role.

    Profiles of other regions are not looked at.
    .title = Step: detach the policy

explain-step-delete-execution-role =
    Deletes the Pod execution role that the run made, by its unique id: one that was made anew since stays. Nothing but the run's own policy may be attached to it, and no Fargate profile of the region may use it.

    Profiles of other regions are not looked at.
    .title = Step: delete the Pod execution role

explain-finding-undo-001 =
    A run is bound to one cluster: its ARN, the time at which EKS made it, and the uid of kube-system. One of them is another now. A cluster that was deleted and made anew under the same name is another cluster.

    What the run left went with the old one.
    .title = Another cluster than the run's

explain-finding-undo-002 =
    What is there now is neither what was there before the run nor what the run left. Somebody changed it since, and to put the old state back would take their change away with ours.

    You are shown both differences. Decide by hand, then undo again: whatever is gone by then counts as undone.
    .title = Changed since the run

explain-finding-undo-003 =
    The object has another uid, or another unique id, than the one that the run made. So that one was deleted, and somebody made a new one of the same name.

    A run takes back its own things only.
    .title = Made anew since the run

explain-finding-undo-004 =
    Job runs are under way, a virtual cluster stands on it, a Fargate profile uses it, or something else hangs on it. Taking it away would break what uses it.

    End or move what uses it, then undo again.
    .title = In use

explain-finding-undo-005 =
    An undo compares what is there now with what the run left. This could not be read, so that nothing can be compared.

    What cannot be compared is not touched.
    .title = Could not be read

explain-finding-undo-006 =
    An undo compares what is there now with what the run left, and this credential may not read it.

    Use one that may, or get the right.
    .title = You may not read it

explain-finding-undo-007 =
    The service-linked role belongs to the account: every virtual cluster of every region uses it. That this run happened to make it says nothing about who uses it by now.

    It costs nothing to leave it. IAM deletes it only where nothing uses it any more.
    .title = The service-linked role stays

explain-finding-undo-008 =
    EKS knows no way from a higher authentication mode to a lower one. The plan of the run said so before the step, and had the cluster's name typed for it.

    In API_AND_CONFIG_MAP both aws-auth and access entries work, so nothing that worked before stops working.
    .title = The authentication mode stays

explain-finding-undo-009 =
    The run made the namespace, but something else is in it by now, or nobody could look. Whatever is in it would be deleted with it.

    What this run put into it is taken out all the same.
    .title = The namespace stays

explain-finding-undo-010 =
    aws-auth has one entry for EMR, whatever the number of namespaces. Virtual clusters that this run did not make come in through it.

    Without it their jobs would fail and their deletion would end ARRESTED.
    .title = The entry in aws-auth stays

explain-finding-undo-011 =
    The run made aws-auth because the cluster had none. By now the nodes' kubelets may get in by the entries that it holds, and somebody may have added entries of their own.

    EKS reads the object at every change. Without it everybody who has no other way in is shut out at once, and in CONFIG_MAP mode only the identity that made the cluster is left. EMR's own entry is taken out of it; the object itself stays. If you are sure that nobody stands on it, look at it first, then delete it by hand.
    .title = The aws-auth that the run made stays
