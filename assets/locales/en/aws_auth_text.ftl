# aws-auth as a text that a person edits: option 2 of AWS's page.

step-edit-aws-auth = aws-auth: mapRoles as edited
step-edit-aws-auth-why = aws-auth tells the cluster which Kubernetes user an IAM role is. The text that you edited takes the place of the one that is there, byte for byte, and only while that one is as shown.
what-edit-aws-auth = text edited: +{ $added } -{ $removed } lines
step-restore-aws-auth = aws-auth: mapRoles as before the run
step-restore-aws-auth-why = The text that was there before the run goes back byte for byte, as long as nobody changed mapRoles since.
question-aws-auth-way = How is aws-auth edited?
question-aws-auth-text = The text of mapRoles. A file that holds it; empty opens your editor:
question-aws-auth-file = The text of mapRoles. A file that holds it (neither VISUAL nor EDITOR is set):
question-edit-aws-auth = The edited text takes something from others or gives away very much: look at the findings. The cluster's name, typed, to accept that:
choice-entry = option 1: add the one entry for EMR
choice-text = option 2: edit the text of mapRoles
ui-option-aws-auth-way = How is aws-auth edited?
ui-option-aws-auth-way-entry = option 1: add the one entry for EMR
ui-option-aws-auth-way-text = option 2: edit the text of mapRoles, checked as you type
ui-option-aws-auth-text = The text of mapRoles
ui-editor-untouched = not edited yet: press e
ui-editor-edited = edited: entries + { $added }, - { $removed }, changed { $changed }
ui-editor-stale = edited, but aws-auth was changed since: press e and look again
ui-editor-title = mapRoles of kube-system/aws-auth on { $cluster }
ui-editor-caret = line { $line }, column { $column }
ui-editor-trouble = This text would not do: line { $line }, column { $column }. { $why }
ui-editor-trouble-whole = This text would not do. { $why }
ui-editor-reads = EKS reads { $entries } entries: + { $added }, - { $removed }, changed { $changed }
ui-editor-reads-same = EKS reads { $entries } entries, as now
ui-editor-emr = EMR's role is the user emr-containers
ui-editor-no-emr = EMR's entry is missing: Ctrl-N puts it in
ui-editor-own-kept = your own entry stays
ui-editor-own-lost = YOUR OWN ENTRY IS GONE
ui-editor-own-elsewhere = you come in by no entry of mapRoles
ui-key-edit-text = edit the text
ui-key-editor-take = take it
ui-key-editor-entry = EMR's entry
ui-key-editor-outside = $EDITOR
ui-key-editor-trouble = to the trouble
ui-key-editor-undo = undo
ui-key-editor-redo = redo
ui-key-editor-close = close
ui-notice-editor-none = Neither VISUAL nor EDITOR names an editor.
ui-notice-editor-failed = The editor could not be started, or ended with an error: the text is as it was.
ui-notice-editor-unchanged = The editor left the text as it was.
ui-notice-editor-too-long = That is more than a ConfigMap can hold: the text is as it was.
ui-notice-editor-has-entry = EMR's entry is there already.
ui-notice-editor-draft = The draft is kept, and not yet taken: Ctrl-S in the editor takes it.
ui-complaint-aws-auth-text = Not taken: { $finding }
ui-complaint-no-aws-auth-text = Edit the text of mapRoles first (press e on its line), or take option 1.
ui-complaint-aws-auth-moved = aws-auth was changed since you edited its text. Open it once more and look at what the text makes of it now.
ui-review-edit-aws-auth = This plan's edit of aws-auth TAKES something from others or gives away very much: look at the findings. To allow it, press c, type { $cluster }, then Enter.
ui-review-edit-aws-auth-typing = This plan's edit of aws-auth TAKES something from others or gives away very much. To allow it, type exactly { $cluster }, then Enter. Pasted text does not count.
ui-review-ready-edit-aws-auth = The edit of aws-auth is allowed. Nothing has been changed yet. a runs exactly this plan.
line-editor-text = This is the text: { $entries } entries, + { $added }, - { $removed }, changed { $changed }.
line-editor-failed = { $what }. The text is as it was.
error-edit-aws-auth = The edited text of aws-auth takes something from others or gives away very much: add --accept-aws-auth-edit { $cluster } to accept that on this cluster.
error-edit-aws-auth-other = --accept-aws-auth-edit { $given } does not fit: the cluster is { $cluster }.
error-aws-auth-text = { $path }: the text does not do.
error-aws-auth-text-unread = { $path }: { $why }
error-aws-auth-text-too-large = { $path }: { $bytes } bytes; mapRoles holds at most { $most }.
error-aws-auth-text-no-file = { $path }: not a file.
error-no-aws-auth-text = The text of mapRoles is missing: name a file with --aws-auth-text.
error-aws-auth-moved = aws-auth was changed since its text was edited. Look at it again.
editor-none = neither VISUAL nor EDITOR names an editor
editor-not-started = { $program } could not be started: { $why }
editor-ended = { $program } ended with { $how }
editor-unreadable = the file that { $program } left cannot be read: { $why }
editor-no-room = the file for the editor could not be made: { $why }
finding-auth-063 = { $subject }: the edited text is not one that can be written
finding-auth-063-fix = Put the line right. Until then nothing is planned with this text.
finding-auth-058 = The edited text does not make { $subject } the user emr-containers
finding-auth-058-fix = Add the entry (Ctrl-N in the editor does), without groups and with the ARN seen, or take option 1.
finding-auth-059 = { $subject }: the edited text takes your own entry out
finding-auth-059-fix = Leave the entry of your own role in. Without it this identity no longer gets into the cluster.
finding-auth-060 = { $subject }: the edited text takes out or changes entries by which NODES come in
finding-auth-060-fix = Nodes whose entry is gone drop out of the cluster. Put the entries back, unless those nodes are gone for good; the cluster's name has to be typed for it.
finding-auth-061 = { $subject }: the edited text takes out or changes entries of others
finding-auth-061-fix = Whoever comes in by them no longer does, or comes in as somebody else. Ask them first; the cluster's name has to be typed for it.
finding-auth-062 = { $subject }: the edited text gives somebody all rights on the cluster, or lets in another account
finding-auth-062-fix = Make sure that this is meant. The cluster's name has to be typed for it.

explain-step-edit-aws-auth =
    Replaces the text of mapRoles in kube-system/aws-auth by the one that you edited: option 2 of AWS's page, there with kubectl edit. mapUsers, mapAccounts and every other key stay as they are.

    While you type, the text is read as EKS's authenticator reads it: the first place that it would stumble over is shown with a caret, and beside it what the edit brings, takes and changes, whether EMR's entry is in force, and whether you still come in yourself.

    When it runs, the text that is there is read once more. Only if it is the one that was shown is yours written, under its version. Anything else stops the run: nobody can tell what your text would have been on another one. Afterwards your own access is tried with a fresh token, and if it is gone the old text goes back.
    .title = Step: edit the text of aws-auth

explain-step-restore-aws-auth =
    A text that was edited as a whole goes back as a whole: the text that the run found, byte for byte, from the run's record.

    If somebody changed mapRoles since, nothing is written: the old text would take their change away.
    .title = Step: put the text of aws-auth back

explain-finding-auth-063 =
    EKS takes nothing at all from a section that it cannot read, which locks out everybody who comes in by it, nodes first. So a text with such a place is never written. Anchors, merge keys, tags, a key twice in an entry and a second document are refused too: readers disagree about them.
    .title = The edited text cannot be written

explain-finding-auth-058 =
    EMR comes in by its service-linked role, which aws-auth has to make the Kubernetes user emr-containers. The ARN stands there without its path, and the entry has no groups. A text without that leaves EMR out, so the plan would not do what it is for.
    .title = EMR's entry is missing in the edited text

explain-finding-auth-059 =
    The identity that you use here gets into the cluster by an entry of mapRoles, and the edited text does not have it. There may be another way in, such as having made the cluster; this program does not rely on that.
    .title = The edited text locks you out

explain-finding-auth-060 =
    Nodes and pods on Fargate come in by entries with the groups system:bootstrappers, system:nodes or system:node-proxier. Without its entry a kubelet is refused, its node turns NotReady and its pods are moved away. That needs the cluster's name, typed; --yes does not cover it.
    .title = The edited text takes nodes' entries

explain-finding-auth-061 =
    An entry that goes or maps otherwise changes who may do what for the people and pipelines behind that role. They are not asked by anybody but you. That needs the cluster's name, typed; --yes does not cover it.
    .title = The edited text takes others' entries

explain-finding-auth-062 =
    The group system:masters may do everything on the cluster, whatever RBAC says. An entry for a role of another account lets that account decide who comes in. Either needs the cluster's name, typed; --yes does not cover it.
    .title = The edited text gives away very much
