# What the `x` key and `explain` show. Plain text: one line a paragraph, a blank line between two, the title as an attribute.
# Facts that AWS does not document are said to be so.

## The things

explain-emr-on-eks =
    Amazon EMR on EKS runs Spark jobs as pods on a Kubernetes cluster that you already have. EMR brings Spark and looks after the jobs; the cluster brings the machines.

    For this EMR has to call the cluster's Kubernetes API: make pods, services and config maps in a namespace, watch them and remove them. A cluster lets in only those whom it knows, and it does not know EMR. Letting EMR into a namespace is what this program does.

    Three things have to fit together: the IAM role as which EMR calls (its service-linked role), the place where the cluster looks that role up (aws-auth or an access entry), and what the role may then do (a Kubernetes Role or an access policy). After that a virtual cluster is made on the namespace, and jobs go there. What a job itself may do in AWS is yet another role, the job execution role.
    .title = What EMR on EKS is and what it needs

explain-namespace =
    A namespace is a room inside a Kubernetes cluster. Objects in it have their own names, their own limits and their own access rules. One cluster has many.

    EMR is never let into a whole cluster here, only into the namespaces that you name. All pods of EMR's jobs run there, and EMR cannot touch anything elsewhere. A common choice is one namespace a team or a workload.

    The trap: default and the namespaces that begin with kube- belong to the system. Jobs there would sit beside what keeps the cluster alive, so this program refuses them unless you name them on purpose. And a namespace takes one running virtual cluster at a time.
    .title = Namespace

explain-virtual-cluster =
    A virtual cluster is EMR's name for one namespace of one EKS cluster. It is a record in EMR, one to one with the namespace; it brings no machines and starts nothing by itself. Jobs are sent to a virtual cluster, and EMR runs them in its namespace.

    Making one is the moment at which EMR tries its access. Without a valid mapping or entry you get: Unauthorized to perform read namespace. On a cluster with access entries it is also the moment at which EMR writes its own entry.

    The traps: a virtual cluster stays RUNNING even when the namespace or EMR's access is gone; it shows when a job runs. And if access is taken away before the virtual cluster is deleted, the deletion stops as ARRESTED: give the access back and delete again (that the second deletion then works is our reading).
    .title = Virtual cluster

explain-eks-cam =
    EKS cluster access management, CAM for short, is the newer way of saying who may use a cluster. It keeps the list in EKS itself, as access entries and access policies that are made with AWS API calls, instead of in a text inside the cluster.

    EMR is integrated with it: when a virtual cluster is made on a cluster whose mode allows it, EMR writes its access entry and attaches its policy for that namespace. No Role, no RoleBinding and no aws-auth are needed. AWS's current page recommends this way and calls aws-auth deprecated; older copies of the page put it last.

    The traps: it holds only for new virtual clusters, existing ones cannot be moved. The cluster needs Kubernetes 1.23 or later, a recent enough platform version and the right authentication mode, and raising that mode is one-way.
    .title = EKS cluster access management (CAM)

explain-access-entry =
    An access entry says that one IAM principal, such as a role, may come into one cluster, and as which Kubernetes user. It lives in EKS, not in the cluster, and is made through the EKS API. What the principal may do comes from access policies that are attached to the entry.

    For EMR the entry's principal is its service-linked role. Only EMR can write that entry: if anybody else tries, EKS answers that the caller is not allowed to modify access entries for a service-linked role. So this program never creates it. It gets the cluster ready, makes the virtual cluster, and then reads what EMR wrote.

    The trap: an entry needs the role's ARN with its path, aws-auth needs it without. And in mode API_AND_CONFIG_MAP an entry wins over an aws-auth line for the same role.
    .title = Access entry

explain-access-policy =
    An access policy is a set of Kubernetes permissions that AWS has put together and that is attached to an access entry, for the whole cluster or for a list of namespaces. In spite of its name it holds no IAM permissions.

    EMR's is called AmazonEMRJobPolicy. Each time a virtual cluster is made, EMR adds that namespace to the list. The proof page reads the list and looks for your namespace.

    The traps: attaching a policy again replaces the list as a whole, so two changes at the same moment can lose one; this program makes one virtual cluster at a time per cluster. Which rules are inside AmazonEMRJobPolicy is not published, and EKS has no call to read them, so nobody outside AWS can compare them with the Role of the other methods.
    .title = Access policy

explain-integrated-virtual-cluster =
    A virtual cluster is integrated when EMR reaches its namespace through an access entry. All others stand on aws-auth, a Role and a RoleBinding, and do so for as long as they live: an existing virtual cluster cannot be moved.

    The API does not show it on the virtual cluster itself. It can only be asked for with the filter eksAccessEntryIntegrated of ListVirtualClusters, once with true and once with false. This program does that and shows it beside each.

    The traps: older copies of AWS's page say that an access entry serves at most 100 namespaces and that EMR stops using it beyond; the current page has dropped that paragraph and gives no other number. And whether older virtual clusters go on working unchanged once EMR's role has an access entry is not confirmed by AWS, so keep EMR's line in aws-auth.
    .title = Access-entry-integrated virtual cluster

explain-aws-auth =
    aws-auth is a ConfigMap in the namespace kube-system. It is the older list of who may come into a cluster. Each entry under mapRoles names an IAM role and the Kubernetes user and groups that it becomes. For EMR one entry is needed: its service-linked role becomes user emr-containers. One entry serves all namespaces.

    It matters so much because the nodes come in through it too. mapRoles is one text: a wrong indent can make all of it unreadable, nodes included, and nothing but a log line in the control plane tells you. Replacing the ConfigMap with one that holds only the EMR entry is the most common accident.

    So this program adds its lines to the text and keeps every other byte, reads it before and after as the authenticator does, checks that you can still get in, and puts the old text back if not. AWS calls aws-auth deprecated; in API mode it is ignored.
    .title = aws-auth

explain-rbac =
    RBAC, role-based access control, is how Kubernetes decides what a user may do. Two objects work together. A Role is a list of rules: these verbs on these kinds of object, in this namespace. A RoleBinding gives a Role to somebody. There are only permissions, no prohibitions: what no Role allows is denied.

    Who somebody is gets settled before that. The cluster checks the AWS credentials, looks the IAM role up in aws-auth or the access entries, and gets a user name. For EMR that name is emr-containers, and RBAC takes it from there.

    The trap: nobody may hand out what they do not have. To create EMR's Role you need every permission in it yourself, or the right to escalate. AmazonEKSAdminPolicy is not enough for this; AmazonEKSClusterAdminPolicy or the group system:masters is.
    .title = RBAC

explain-role =
    The Role emr-containers lists what EMR may do in one namespace: make, watch and delete pods, services, config maps, jobs, deployments, volume claims, and create Roles and RoleBindings for the jobs' own service accounts.

    Several published versions carry this name: AWS's page for 1.22 and later, its page for 1.21 and earlier, eksctl's, and the one of the EMR best-practices repository. They differ a little, mostly in volume claims and ingresses. This program compares what a Role allows, not how it is written. One of the first and one of eksctl's count as enough; what each lacks is shown as a note.

    The trap: a Role that lacks something does not fail now but when a job runs, because EMR cannot pass on a permission that it does not have. AWS's page stops at 1.29; using its rules on newer versions is our reading.
    .title = The Role emr-containers

explain-role-binding =
    The RoleBinding emr-containers connects the Role of the same name with the Kubernetes user emr-containers. The Role alone gives nobody anything.

    The user is not a person and has no password. It is the name that EMR's service-linked role gets when it comes in through aws-auth. Both sides have to spell it alike: the username in aws-auth and the subject in the RoleBinding. If they differ, EMR gets in and may do nothing.

    The trap: where a binding points (its roleRef) cannot be changed once it exists. If yours points to another role, it has to be deleted and made anew, and that takes rights away from whoever has them through it. So this program refuses and shows you instead.
    .title = The RoleBinding emr-containers

explain-service-linked-role =
    A service-linked role is an IAM role that belongs to an AWS service. Only the service can use it, and nobody can change its name, its permissions or whom it trusts. EMR's is AWSServiceRoleForAmazonEMRContainers, and it is who EMR is when it calls your cluster. An account needs it once.

    EMR makes it with the account's first virtual cluster, or you make it with one IAM call. Whoever does that needs iam:CreateServiceLinkedRole. If it is there already, IAM says that the name has been taken, which is fine.

    The traps: its ARN has a path, /aws-service-role/emr-containers.amazonaws.com/. In aws-auth the path must be left out, in an access entry it must be there. And if the role is deleted and made anew, access entries of the old one stop working even though the ARN is the same.
    .title = Service-linked role

explain-authentication-mode =
    The authentication mode of an EKS cluster says which list counts when somebody calls it. CONFIG_MAP: only aws-auth. API_AND_CONFIG_MAP: aws-auth and access entries, and an entry wins where both name the same role. API: only access entries; aws-auth is ignored.

    It is a ladder with one direction. A cluster goes from CONFIG_MAP to API_AND_CONFIG_MAP to API, one rung at a time, and never back. EMR's page asks for API_AND_CONFIG_MAP; whether EMR also writes its entry in API mode is not confirmed by AWS.

    The change runs in the background for a while. EKS is reported to move the node and Fargate roles that it manages into entries then, though its API description says otherwise; everything else in aws-auth stays and goes on working. The trap is the rung to API: it cuts off every virtual cluster that stands on aws-auth. This program never takes that step.
    .title = Authentication mode

explain-caller-permissions =
    With the access-entry method EMR writes the entry with the rights of whoever calls CreateVirtualCluster; its own role has none for that. (That it passes your rights on is our reading of AWS's page, which asks the caller for them.) So the caller needs six actions of EKS: create, describe and delete an access entry, and list, associate and disassociate its policies.

    Older copies of the page grant all six on every resource. The current page narrows them: CreateAccessEntry on the cluster, the other five on EMR's own entry, with a condition that limits the policy to your namespace. This program shows that narrow statement, and attaches it to your role if you choose so and may.

    The traps: roles of IAM Identity Center cannot be changed in IAM, only in Identity Center. The same rights are needed again to delete the virtual cluster. And what EMR does when one is missing is not documented.
    .title = Permissions of the caller

explain-job-execution-role =
    The job execution role is what a job may do in AWS while it runs: read its data in S3, write logs, use the data catalogue. It is an IAM role of yours, named in each job. The access that this program sets up lets EMR start pods; this role lets the pods do their work.

    Pods take the role through the cluster's OIDC provider: the account needs an IAM OIDC provider for the cluster, and the role has to trust EMR's service accounts in your namespace. The AWS CLI writes that trust with emr-containers update-role-trust-policy. From emr-7.3.0 EKS Pod Identity is the other way.

    The traps: the trust policy printed on AWS's current page on job execution roles has been damaged (it names no principal) and is not valid. Pods on Fargate cannot use the pod execution role for their work; they need this one too.
    .title = Job execution role: what comes next

explain-first-job =
    Once the virtual cluster is RUNNING and there is a job execution role, the smallest test is Spark's own example, which computes pi and needs no data. Start a job run on the virtual cluster with an EMR 7 release label, the entry point local:///usr/lib/spark/examples/jars/spark-examples.jar, and the class org.apache.spark.examples.SparkPi with one executor.

    The job goes from PENDING to SUBMITTED to RUNNING and ends as COMPLETED or FAILED. Its failure reason says whose move it is: CLUSTER_UNAVAILABLE means that EMR could not use the cluster, so run enable again with the same answers: it changes only what is missing and proves the access anew.

    The trap: a job that stays SUBMITTED for 15 minutes ends as a cluster timeout. Then its pods found no place: look at their events for missing capacity, taints, or a Fargate profile that does not match.
    .title = The first job

explain-sandbox =
    The sandbox is a practice world inside this program. It answers like AWS and like Kubernetes, and the same wizard, the same plan and the same calls run against it. No account is needed, nothing leaves this machine, and nothing in it is real. The word SANDBOX is on every screen.

    There are two worlds: fresh, which has never met EMR and whose cluster dev is in CONFIG_MAP mode, and modern, whose cluster dev knows access entries already. Choose one with --sandbox fresh or --sandbox modern. Anything can be broken and tried again: a world ends with the program, and the next start begins anew.

    The trap: it behaves as AWS documents it, and where AWS documents nothing it has to assume. Such places are named, and the proof says: assumed, not confirmed by AWS. What works here is practice and no guarantee for your account.
    .title = The sandbox

## Methods

explain-method-automatic =
    Automatic does what eksctl's command for EMR does, in one go: the Role and the RoleBinding emr-containers in the namespace, with eksctl's rules, and one entry in aws-auth that makes EMR's role the user emr-containers. Unlike eksctl it shows every change first, keeps the comments in aws-auth, and does not overwrite a Role that somebody tuned.

    Choose it for a cluster in CONFIG_MAP mode, for one with older virtual clusters, or when the mode must stay as it is. Nothing in it is one-way: what it writes can be taken out by hand, and the review says how.

    What it cannot do: work in API mode, where aws-auth is ignored; give a namespace an access-entry-integrated virtual cluster in CONFIG_MAP mode. AWS calls aws-auth deprecated, so expect to move to access entries one day, with new virtual clusters. eksctl's rules also lack get, watch and patch on persistentvolumeclaims, which AWS's page has.
    .title = Method: automatic (eksctl-style)

explain-method-manual =
    Manual makes the same objects as automatic: the Role, the RoleBinding and the aws-auth entry. It uses the rules of AWS's page for your Kubernetes version, and stops before each step. You see the change and the documentation's own command, and say yes, stop, or show me the rest as commands. aws-auth is edited by the page's option 1, one entry, or by its option 2: you edit the text of mapRoles yourself, and it is read as EKS reads it while you type.

    Choose it to learn how the pieces fit, when somebody has to look at each step, or when you want the rules of AWS's page rather than eksctl's.

    What it cannot do is the same as for automatic: it has no effect in API mode. It takes more of your time, because each step waits for your word. AWS's page prints rules for 1.21 and earlier and for 1.22 to 1.29; on newer versions the second set is used, as nothing newer is published.
    .title = Method: manual RBAC

explain-method-access-entry =
    Access entry lets EMR do the work. The cluster is brought to mode API_AND_CONFIG_MAP if it is not there yet, your role gets the rights that EMR needs to borrow, and a virtual cluster is made. In that call EMR writes its own access entry and gives it the policy AmazonEMRJobPolicy for your namespace. Then this program waits and checks what was written.

    AWS recommends it, and on a cluster that is already in that mode it is the least work: no Role, no RoleBinding, no line in aws-auth to guard.

    What it costs and cannot do: raising the mode cannot be undone. It needs Kubernetes 1.23 or later and a new virtual cluster; existing ones cannot be moved. Nobody can write or repair the entry by hand. And what the policy allows is not published, so the proof shows the entry and its reach, not a table of permissions.
    .title = Method: access entry

## Pages

explain-page-sign-in =
    Here you choose the AWS credentials with which everything else is done: a profile, variables of the environment, single sign-on, or the role of the machine. Whoever these credentials are is the caller; the bar at the top shows account and role on every page.

    It matters twice. AWS decides by them what you may read and change. And the cluster has its own list of who may come in, so credentials that work for AWS can still be unknown to Kubernetes.

    Expired credentials are the usual trouble; the page says which they are and how to renew them. Nothing is stored, and no secret is written anywhere. With no credentials at hand, open a practice session: the sandbox needs none.
    .title = Page: sign in

explain-page-cluster =
    Here you choose the EKS cluster on which EMR will run jobs. All clusters of the chosen regions are listed as the answers come in. If you may not list them, type a name.

    Two columns decide what is possible later. The version: access entries need Kubernetes 1.23 or later. The access mode, which is the authentication mode: CONFIG_MAP reads only aws-auth, API only access entries, API_AND_CONFIG_MAP both.

    The endpoint matters for this program itself. If it is private or open only to certain addresses, Kubernetes can be reached only from inside that network. The number of virtual clusters shows whether EMR is already at home here; older ones among them may stand on aws-auth.
    .title = Page: cluster

explain-page-namespace =
    Here you choose the namespaces that EMR may use. EMR's pods run there, and its access ends at their border. You can also type the name of a new one; then making it is the first step of the plan.

    Enter takes the row under the cursor. For several, mark them: Space marks a row, * all that are shown, and Tab a new name while it is typed. Enter then takes all that are marked, in one plan.

    Each row shows what is already there: a Role or RoleBinding named emr-containers, and a virtual cluster with its state. A namespace with a running virtual cluster is taken, because it holds one at a time. A Role without a virtual cluster often means that somebody started and did not finish.

    Names follow Kubernetes: small letters, digits and hyphens, at most 63 characters. System namespaces stand apart, since jobs do not belong there.
    .title = Page: namespace

explain-page-method =
    Here you choose how EMR gets in. There are two lists that a cluster can consult, aws-auth and access entries, and so there are two ways, the first of them in two forms. Automatic and manual write a Role, a RoleBinding and an aws-auth entry, in one go or step by step. Access entry lets EMR write its own entry.

    Each card says what it would do on this cluster and, where it cannot be used, why. The ladder shows the authentication mode with your place on it. It goes one way only.

    The recommendation: where the mode already knows access entries, take them, as AWS recommends. In CONFIG_MAP mode, or with older virtual clusters that stand on aws-auth, automatic comes first, because nothing in it is one-way. You may choose otherwise.
    .title = Page: method

explain-page-options =
    Here you settle the details. Each has a sensible default, and most people can go on at once.

    The virtual cluster: with a name, one is made on the namespace (with several namespaces on each, the name before that of the namespace), and jobs can be sent to it afterwards. Automatic and manual can do without; access entry cannot, because EMR writes its entry only while it makes one. The service-linked role: made if the account has none. The rules of the Role: eksctl's, or those of AWS's page for your version. With the manual method also how aws-auth is edited: by one entry, or as a text, which e opens.

    For access entry there is one more: your own role needs certain rights of EKS. You can have the exact statement shown, to hand it to whoever manages IAM, or have it attached to your role as an inline policy.
    .title = Page: options

explain-page-review =
    Here is everything that will happen, before any of it does. Each row is one step, the riskiest first: create, change, no change, a one-way change, or something that EMR does for you. Nothing has been written so far.

    A row opens to four views. The diff shows the real object before and after. The commands are what you would type by hand. The permissions are what the step needs and whether you have it. And undo says how to take it back, or why that cannot be done. Below stands who gains which access, and what the checks found.

    A plan with a one-way step asks you to type the cluster's name. If the cluster has changed by the time a step runs, the run stops rather than guess.
    .title = Page: review

explain-page-run =
    Here the plan runs. On the left are the steps with their state; beside them every call that the chosen step makes: service, operation, status and time. What has to be waited for, such as an EKS update or a virtual cluster, is shown with its state as it changes.

    Before each call its target is read again, and afterwards the result is read back. So whatever interrupts the run, the same can simply be run once more: what was done is found to be done and is not done twice.

    You can stop safely: the call under way ends, and nothing more begins. If a step fails, what was done before stays. Changes need some seconds until every part of AWS sees them; a refusal that is known for this is tried again before it counts.
    .title = Page: run

explain-page-proof =
    Here you see whether it worked, looked at afresh. For automatic and manual the cluster is asked for each permission: may user emr-containers do this in each of your namespaces? For many namespaces it is asked for one list each. Namespaces that came out alike stand together. Before and after stand side by side. aws-auth is read as the authenticator reads it, and a new token shows that you can still get in yourself.

    For access entry that table would prove nothing, because Kubernetes does not show the permissions of access policies there. So the entry, the reach of its policy and the virtual cluster are read instead.

    What could not be looked at is marked so, and what the sandbox only assumes is named. Below: one line that does the same again, and what comes next: a job execution role and a first job.
    .title = Page: proof

## Steps

explain-step-create-namespace =
    Makes the namespace in which EMR's jobs will run. Its label says that this program made it.

    A new namespace gives nobody any rights, so the step is harmless. It comes first because the Role, the RoleBinding and the virtual cluster all need it. EMR and eksctl do not make namespaces themselves.

    To undo it, delete it again, but only if this run made it. Deleting a namespace deletes everything in it, so look first.
    .title = Step: create the namespace

explain-step-create-service-linked-role =
    Asks IAM to make EMR's service-linked role, AWSServiceRoleForAmazonEMRContainers, for the service emr-containers.amazonaws.com. It needs the permission iam:CreateServiceLinkedRole. An account has this role once, for all clusters and regions.

    If the role is there already, IAM says that the name has been taken, and the step counts as done. EMR would also make it with the first virtual cluster; doing it here shows a missing permission early.

    Leave it when you take the rest back, since other clusters may use it. IAM lets it go only when no virtual cluster is left in the account, in any region.
    .title = Step: create the service-linked role

explain-step-write-role =
    Writes the Role emr-containers into the namespace. Where there is none, it is created as this program's own. Where there is one, it is compared by what it allows. If that is enough, nothing is changed; if not, the missing rules are added and none is taken away.

    You need every permission that the Role gives, or the right to escalate, or Kubernetes refuses with: attempting to grant RBAC permissions not currently held. This includes four verbs on AWS's page that do nothing.

    If somebody changes the Role between preview and run, the step stops. To undo it by hand, delete what was created, or write back what was there.
    .title = Step: write the Role

explain-step-write-role-binding =
    Writes the RoleBinding emr-containers, which gives the Role of the same name to the user emr-containers. Only then does the Role have any effect.

    If there is one that already names this user, nothing is changed. If it names only others, the user is added and the others stay. If it points to another role, the plan refuses: Kubernetes cannot change that in place.

    To undo it by hand, delete what was created, or write the earlier subjects back.
    .title = Step: write the RoleBinding

explain-step-map-role =
    Adds one entry to mapRoles in the ConfigMap aws-auth: the ARN of EMR's service-linked role without its path, and the username emr-containers. No groups are needed, since the RoleBinding names the user. One entry serves all namespaces of the cluster.

    This is the step that touches everybody's way in, nodes included, so it is done with care: the text is kept byte for byte except for the new lines, it is read before and after as the authenticator reads it, and the write fails if anybody changed the ConfigMap in between. Afterwards your own access is tried with a fresh token, and the old text is put back if that fails.

    If the entry is already there, nothing is changed. To undo it by hand, take out exactly this entry.
    .title = Step: map the role in aws-auth

explain-step-update-authentication-mode =
    Raises the cluster's authentication mode by one rung, to API_AND_CONFIG_MAP. From then on access entries count beside aws-auth. The call only starts an update; the step then follows it until EKS says Successful.

    aws-auth goes on working, and an entry wins over an aws-auth line for the same role. EKS is reported to move the roles of managed node groups and Fargate into entries of its own; its API description says otherwise, so look at both lists.

    There is no way back, so the plan asks for the cluster's name. The program never sends the mode that is already set, which EKS would refuse, and never goes on to API.
    .title = Step: raise the authentication mode

explain-step-put-caller-policy =
    Puts an inline policy on the role with which you are signed in. It holds the six EKS actions that EMR needs from whoever makes a virtual cluster, limited to this cluster, to EMR's own entry and to your namespace.

    It is in the plan only if you chose to have it attached. You need iam:PutRolePolicy on your own role. New IAM permissions take some seconds until every service knows them, so the next steps may have to wait a little.

    To undo it by hand, take it off after the virtual clusters: deleting one needs the same rights. Roles of IAM Identity Center cannot be changed this way.
    .title = Step: permissions of the caller

explain-step-create-virtual-cluster =
    Asks EMR to make a virtual cluster on the namespace. On a cluster whose mode knows access entries EMR writes its own entry in this very call. Otherwise it needs the Role, the RoleBinding and the aws-auth entry, and reads the namespace to see whether it may.

    If it answers Unauthorized to perform read namespace right after the other steps, that is usually the delay until they are seen everywhere; it is tried again for a while. If it says that a virtual cluster already exists in the given namespace, the namespace is taken.

    To undo it by hand, delete it while EMR still has its access.
    .title = Step: create the virtual cluster

explain-step-await-access-entry =
    Writes nothing. EMR makes the access entry for its service-linked role, and this step reads it: is it there, which Kubernetes user does it make, does the policy AmazonEMRJobPolicy hold for your namespace, and does EMR list the virtual cluster as integrated?

    It waits for some time, as entries take seconds to be seen. If nothing appears, the step fails and says what was seen instead. Nobody but EMR can write or repair this entry, so the remedy is to look at the caller's permissions and make the virtual cluster again.

    Whether every caller may read the entry of a service-linked role is not confirmed by AWS. If you may not, the proof says: not looked at.
    .title = Step: EMR's access entry

explain-step-create-execution-role =
    Makes an IAM role under which EKS runs pods on Fargate. Its trust policy names the service eks-fargate-pods.amazonaws.com and, as AWS's page asks, the Fargate profiles for which the service may take the role. The path is /, since aws-auth cannot match a role with a path.

    New roles take some seconds until every service knows them. The step waits for IAM to show the role, for at most two minutes.

    Containers in the pods cannot use this role; they need a role of their own for service accounts.
    .title = Step: create the Pod execution role

explain-step-update-trust-policy =
    Replaces the trust policy of a role. To add a cluster, aws:SourceArn gets a further value, or the policy a further statement. To shut out other accounts, every statement through which they come in gets a condition: ArnLike, or ArnEquals beside a condition that is there. A statement that is also for other services becomes two, of which theirs stays as it was. Statements that have nothing to do with Fargate stay equal, and no condition is dropped.

    AWS's page has people paste the whole policy, which loses what else the role trusts, or add a line to a JSON object, which makes a key stand twice. IAM has no way to refuse a write when somebody else has written meanwhile, so the policy is read right before and right after.

    To undo it by hand, write back the policy that the preview shows as it was.
    .title = Step: change the trust policy

explain-step-attach-execution-policy =
    Attaches the managed policy AmazonEKSFargatePodExecutionRolePolicy to the role. It allows pulling images from Amazon ECR and nothing else.

    If it is attached already, nothing is changed. Other policies of the role stay.
    .title = Step: attach the managed policy

## Traps in the documentation

explain-trap-heredoc =
    AWS's page gives a shell snippet for the Role that begins with cat - >>EOF and ends its first line with >>namespace. It should be <<EOF, which begins a text to be passed on, and --namespace, which is an option of kubectl. Printed as it is, both are redirections into files.

    So if you paste it, the shell makes two files, named EOF and namespace, and applies nothing. It may seem to hang, because cat waits for input. No Role exists afterwards. The second snippet, for the RoleBinding, is right, and so the result is a RoleBinding to a Role that is not there.

    English and translated copies have the same fault. If you find this half-done state, simply run this program: it creates what is missing and keeps what is there. The two files can be deleted.
    .title = Trap: the page's first snippet applies nothing

explain-trap-api-mode =
    In API mode a cluster ignores aws-auth altogether. The ConfigMap can still be there, kubectl edits it without a word, and eksctl writes its mapping and reports success. Nothing of it has any effect, and EMR gets: Unauthorized to perform read namespace.

    The reason is that eksctl never looks at the authentication mode, and Kubernetes does not know that nobody reads this ConfigMap any more.

    Look at the mode first; this program does, and offers only the access-entry method there. A cluster that has climbed to API cannot come back, and virtual clusters that stood on aws-auth have to be deleted and made anew.
    .title = Trap: aws-auth in API mode

explain-trap-role-path =
    EMR's role has a path in its ARN: role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers. That is how IAM shows it and how people copy it.

    In aws-auth it must be written without the path: role/AWSServiceRoleForAmazonEMRContainers. The cluster learns from AWS who is calling, that answer carries no path, and the two are compared as text. With the path the line never matches, and no error appears anywhere.

    Access entries are the opposite: they need the path, and EKS calls the short form an invalid principal. The same holds for roles of single sign-on. This program writes each in its own form.
    .title = Trap: the role's path

explain-trap-describe-verbs =
    The Role on AWS's page lists the verbs describe, edit, annotate and label. Kubernetes has no such verbs. They are kubectl commands, which use get, patch and others behind the scenes; in a Role they do nothing. The verb update, which does exist, is not on the page.

    They still matter in one place: whoever creates the Role has to hold every verb in it, even these. So somebody with the ordinary admin role can be refused, whereas system:masters and cluster administrators are not. (For admin this follows from Kubernetes' rule; it was not tried on a live cluster.)

    This program keeps them as AWS publishes them, but leaves them out when it compares Roles and when it proves access.
    .title = Trap: verbs that are none

## Findings

explain-finding-mode-001 =
    The cluster's authentication mode is API. It reads access entries only; aws-auth is ignored, even if it is there. Automatic and manual would write objects that have no effect.

    The mode cannot go back. Choose the access-entry method. Virtual clusters that stood on aws-auth no longer work here and have to be deleted and made anew.
    .title = API mode ignores aws-auth

explain-finding-mode-002 =
    Access entries need Kubernetes 1.23 or later, and for 1.23 to 1.30 also a minimum EKS platform version, such as eks.17 for 1.23 or eks.6 for 1.28. This cluster has less.

    Choose automatic or manual, or upgrade the cluster. From 1.31 on every platform version has them.
    .title = No access entries on this version

explain-finding-mode-003 =
    The cluster is in API mode. AWS's page on EMR names only API_AND_CONFIG_MAP. That EMR writes its access entry in API mode as well is reported by a third party; it is not confirmed by AWS.

    There is no other way on such a cluster, so the plan goes on with a warning. Try it on a cluster where a failure does no harm, and read the proof.
    .title = API mode is not covered by the page

explain-finding-mode-004 =
    The plan raises the authentication mode from CONFIG_MAP to API_AND_CONFIG_MAP. EKS has no way back.

    What people have today goes on working, because aws-auth is still read. New is that access entries count too and win for the same role. EKS may also write entries for managed nodes and Fargate, and it adds an administrator's entry for the cluster's original creator. Make sure that whoever looks after the cluster agrees, for instance because Terraform sets the mode. If not, choose automatic or manual.
    .title = The mode goes up for good

explain-finding-cluster-001 =
    The cluster is being created, updated or deleted, or it failed. EKS takes one change at a time and refuses others meanwhile.

    Wait until its status is ACTIVE and look again. After an update EKS can need a little longer until every call sees the new status. A cluster that is FAILED has to be repaired first.
    .title = The cluster is not ACTIVE

explain-finding-cluster-002 =
    The Kubernetes version is older than what EKS still runs. In a real account you would hardly meet it; the sandbox has it to practise the case of AWS's older page.

    Automatic and manual fit, with the Role for 1.21 and earlier, which lacks the newer group of ingresses. After an upgrade the Role should be brought up to the rules for 1.22 and later.
    .title = A Kubernetes version that EKS no longer runs

explain-finding-cluster-003 =
    The credentials belong to one account and the cluster to another. EMR comes in as the service-linked role of the cluster's own account, so a plan with these credentials would prepare the wrong one.

    Sign in to the cluster's account, for example with a role there that you may assume (--role-arn).
    .title = The cluster is in another account

explain-finding-auth-001 =
    Automatic and manual add an entry to the ConfigMap aws-auth in kube-system, and there is none. Clusters that started with access entries often have no aws-auth.

    Take the access-entry method if the cluster offers it. If you need aws-auth, put AWS's stock one there first, with the ARN of each node role (the role, not the instance profile, and without a path). Be careful where nodes run: a list that leaves their role out can lock them out.
    .title = There is no aws-auth

explain-finding-auth-002 =
    Something in aws-auth makes a safe edit impossible: the text cannot be read as the authenticator reads it, it uses anchors or merge keys, it holds EMR's role in a form that cannot match, the object is immutable, or it is too big.

    A blind edit could lock out nodes and people, so the plan refuses. What was seen says where it is. Correct that by hand, with a copy kept aside, and plan again. Where the mode allows it, the access-entry method does not touch aws-auth at all.
    .title = aws-auth cannot be edited safely

explain-finding-auth-003 =
    EMR's service-linked role is already in aws-auth, but as another user than emr-containers. The RoleBinding would then not fit, and EMR could come in without being allowed anything.

    Adding a second entry would not help: of two entries for the same role the authenticator takes the last one only, and whoever relies on the first loses it. See who made the entry and why, correct its username or remove it, then plan again.
    .title = EMR's role is mapped to another user

explain-finding-auth-005 =
    Automatic and manual add to aws-auth, and nothing may be added to a text that could not be read. Either you lack the right to get this ConfigMap, or the cluster could not be reached.

    The reason stands beside the finding. Get the right to read aws-auth in kube-system, or reach the cluster from inside its network, and look again.
    .title = aws-auth could not be read

explain-finding-ns-001 =
    The namespace is not on the cluster, and the plan may not create it.

    Check the spelling and the cluster. If it should be made, allow that: on the Namespace page or with --create-namespace. Neither EMR nor eksctl makes it for you.
    .title = The namespace does not exist

explain-finding-ns-002 =
    The namespace is in state Terminating. Kubernetes takes no new objects in it, and everything in it goes away.

    Wait until it is gone and have it created anew, or choose another. If it never goes, something holds it back with a finalizer; whoever runs the cluster can see what.
    .title = The namespace is being deleted

explain-finding-ns-003 =
    default, the namespaces beginning with kube- and some others belong to Kubernetes or EKS. In them EMR would get rights over objects that keep the cluster running, secrets and config maps included.

    Make a namespace for your jobs. If you have a reason, name this one with --allow-system-namespace, and the plan goes on.
    .title = A system namespace

explain-finding-rbac-001 =
    There is a RoleBinding named emr-containers, but it binds another role than the Role emr-containers. Kubernetes does not let a binding be pointed elsewhere; it has to be deleted and made anew.

    This would take something from whoever uses it now, so the plan refuses. Look at what it binds and whom. If nobody needs it, delete it and plan again.
    .title = The RoleBinding points to another role

explain-finding-rbac-002 =
    The object carries the marks of another tool, such as Terraform, Argo CD, Flux or Helm. Such tools compare the cluster with their own sources and put back what differs. A change made here would not last.

    Make the change in that tool's sources. If it no longer looks after the object, or you know what you do, --accept-owner lets the plan go on.
    .title = Another tool manages this object

explain-finding-rbac-003 =
    The Role emr-containers allows more than any published one, for instance all verbs or all resources by a star. EMR works with it, so nothing needs to be changed.

    But EMR, and the service accounts that EMR makes for jobs, could use all of it in this namespace. If nobody knows why it is so wide, bring it down to a published set. The plan never takes rules away by itself.
    .title = The Role gives more than needed

explain-finding-rbac-004 =
    Kubernetes says that you may not do what a step needs. The subject names the right: verb, kind of object, namespace. To create a Role you need all that it gives, or the verb escalate; for a RoleBinding, the same or the verb bind.

    Use an identity with AmazonEKSClusterAdminPolicy or one in system:masters. AmazonEKSAdminPolicy is not enough to make a Role. Or let somebody run this program who has the rights.
    .title = A Kubernetes right is missing

explain-finding-rbac-005 =
    Before a plan Kubernetes is asked whether you have the rights that its steps need. This question could not be asked or was not answered, so nobody knows.

    It does not stop anything. If the right is missing, the step fails, says so, and changes nothing; somebody who has the right can run it again.
    .title = Whether we have a right could not be asked

explain-finding-rbac-006 =
    Kubernetes lets nobody grant what they do not hold themselves, unless they have the verbs escalate (for Roles) or bind (for RoleBindings). The API server says that this identity has neither.

    If it holds every permission in the Role all the same, the step works. The Role also names describe, edit, annotate and label, which are no verbs of Kubernetes; whoever grants them has to hold even those. AmazonEKSAdminPolicy does not carry escalate and bind; AmazonEKSClusterAdminPolicy and system:masters do.

    If the step is refused, nothing is changed by it.
    .title = We may not grant what we do not hold

explain-finding-kube-001 =
    EKS knows the cluster, but its Kubernetes API cannot be called. Either EKS names no endpoint or certificate that can be used, as while it makes the cluster, or the connection broke off on the way, as a VPN, a firewall or a proxy may do. The error is shown.

    What this program needs to know lies behind that API. Wait until the cluster is ACTIVE, or mend the connection, and look again. A private endpoint and one for certain addresses have findings of their own, KUBE-003 and KUBE-004.
    .title = Kubernetes cannot be reached

explain-finding-iam-001 =
    The account does not have AWSServiceRoleForAmazonEMRContainers, and the plan is not to make it. Everything else can be prepared without it: aws-auth never checks whether a role exists. But EMR cannot come in before it does.

    Have the plan create it, or ask an administrator to do it once for the account. EMR also makes it with the account's first virtual cluster, if the caller has iam:CreateServiceLinkedRole.
    .title = The service-linked role does not exist

explain-finding-iam-002 =
    There is a role named AWSServiceRoleForAmazonEMRContainers, but not under the path /aws-service-role/emr-containers.amazonaws.com/. So it is an ordinary role that somebody made by this name, and EMR does not use it.

    Role names are unique in an account, so it has to give way. Find out whether anything uses it, remove it, and plan again. In aws-auth both would look alike, which is why this is dangerous.
    .title = An impostor of the service-linked role

explain-finding-iam-003 =
    You may not call iam:GetRole for EMR's service-linked role, so it is not known whether it exists.

    With automatic and manual you can go on: a mapping works as soon as the role exists. An access entry needs it to be there. If EMR has been used in this account before, it is.
    .title = Whether the service-linked role exists is not known

explain-finding-iam-004 =
    With the access-entry method the caller needs six EKS actions. Whether your identity has them cannot be read with certainty, because boundaries, session policies and rules of the organisation count as well.

    The exact statement is shown. Compare it with your policies or have it attached. Administrators usually have all of it. What EMR does when one of them is missing is not documented.
    .title = IAM rights of the caller were not looked at

explain-finding-iam-005 =
    You chose to have the statement attached to your role, but you are not signed in with an ordinary role: it is a user, the root of the account, or a role that IAM Identity Center or a service manages. No inline policy can be put there by this program.

    Choose to have it shown, and add it where the identity is managed, in Identity Center as part of the permission set. Or sign in with an ordinary role.
    .title = Nothing can be attached to this caller

explain-finding-vc-001 =
    EMR already has a running virtual cluster on this namespace, and takes only one. A second would be refused with: A virtual cluster already exists in the given namespace.

    Use the one that is there. If it stands on aws-auth and you want an integrated one, it has to be deleted first, when its jobs are over; it cannot be moved.
    .title = The namespace is taken

explain-finding-vc-002 =
    With the access-entry method there is nothing that could be written by hand. EMR writes its entry in the moment in which it makes a virtual cluster. Without a new one nothing happens.

    Give the virtual cluster a name, on the Options page or with --virtual-cluster. If you do not want one yet, automatic and manual can prepare a namespace without it.
    .title = A virtual cluster is needed

explain-finding-vc-003 =
    There are virtual clusters on this cluster that come in through aws-auth. The plan would bring an access entry for the same role, and an entry wins over aws-auth. Which Kubernetes user EMR puts on the entry is not documented. If it is another, the older ones could lose their access. Nobody outside AWS has confirmed either.

    Keep EMR's line in aws-auth, run a job on an older virtual cluster afterwards, or choose automatic, which leaves all as it is.
    .title = Older virtual clusters stand on aws-auth

explain-finding-vc-004 =
    Older copies of AWS's page say that an access entry serves at most 100 namespaces, and that EMR then makes virtual clusters without it, silently. The current page has dropped this and gives no number, so the limit is neither confirmed nor withdrawn.

    The plan goes on. Afterwards EMR is asked whether the new one is integrated. If it is not, the namespace needs automatic or manual, where the mode allows them.
    .title = Many namespaces use the access entry

explain-finding-vc-005 =
    ARRESTED means that somebody asked EMR to delete the virtual cluster, and EMR could not, for lack of permissions in the cluster. It happens when the Role, the mapping or the namespace is removed first.

    Give EMR its access back; this plan may do just that. Then delete the virtual cluster again. That this second deletion works is our reading of AWS's page.
    .title = A virtual cluster is ARRESTED

explain-finding-vc-006 =
    You may not list EMR's virtual clusters, or the call failed. So it is not known whether the namespace is taken and whether older virtual clusters stand on aws-auth.

    Get emr-containers:ListVirtualClusters and look again. If you go on, EMR itself refuses a second one on the same namespace, but the warning about older ones cannot be given.
    .title = The virtual clusters could not be read

explain-finding-vc-007 =
    The namespace has a running virtual cluster that comes in through aws-auth. A namespace takes one virtual cluster at a time, and AWS says that access entries are for new virtual clusters only: an existing one cannot be moved.

    Keep it and use automatic or manual, which is what it stands on. Or cancel its jobs, delete it while EMR still has its access, and make a new one by access entry.
    .title = The running virtual cluster is an older one
