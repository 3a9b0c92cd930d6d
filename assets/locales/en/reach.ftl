# The way to a cluster's Kubernetes API, and what stood in it.

finding-kube-003 = { $subject }: the API server answers inside its VPC only, and this computer is outside
finding-kube-003-fix = Run this inside the VPC or over its VPN, or come through a tunnel with --kubeconfig and --context. What AWS alone can tell and do works from here.
finding-kube-004 = { $subject }: the API server answers certain addresses only, and did not answer this computer
finding-kube-004-fix = Compare the ranges shown with the address from which you reach the internet (this program does not look it up), have yours added, or come from a network that is on the list.
finding-kube-005 = { $subject }: the name of the API server was not found
finding-kube-005-fix = Check the DNS of this machine and the VPN. A cluster that was just made needs a few minutes until its name is known.
finding-kube-006 = { $subject }: nothing listens at the address of the API server
finding-kube-006-fix = Somebody answered that nobody is there: a firewall, a tunnel that is not open, or a name that leads somewhere else. Check tunnel, VPN and /etc/hosts.
finding-kube-007 = { $subject }: the address of the API server does not answer
finding-kube-007-fix = Check the network, the VPN and the firewall. EKS says that the endpoint is open to this computer, so the silence comes from somewhere in between.
finding-kube-008 = { $subject }: the certificate that came is not of this cluster's authority
finding-kube-008-fix = Something stands between this computer and the cluster and answers in its place, usually a company proxy that opens TLS. Have the cluster's address exempted from it. There is no switch to go on all the same.
finding-kube-009 = { $subject }: the certificate that came is for another name
finding-kube-009-fix = The address leads to another server of the same authority. Through a tunnel, put the cluster's own host name into the kubeconfig as tls-server-name.
finding-kube-010 = { $subject }: the certificate that came has expired or does not hold yet
finding-kube-010-fix = Check the clock of this machine first. EKS renews its certificates by itself; an old one comes from something in between.
finding-kube-011 = { $subject }: no secure connection came about
finding-kube-011-fix = The server broke the handshake off, or speaks no TLS 1.2 or 1.3. An API server of EKS does; see what stands in between.
finding-kube-012 = { $subject }: the proxy does not let the connection through
finding-kube-012-fix = Check HTTPS_PROXY or the kubeconfig's proxy-url, name and password included. If the cluster is reached without it, put its host into NO_PROXY.
finding-kube-013 = { $subject }: this kubeconfig points to another cluster
finding-kube-013-fix = Nothing was sent to it. Choose the context of this cluster with --context, make one with `aws eks update-kubeconfig`, or leave --kubeconfig and --context away: they are not needed.
finding-kube-014 = { $subject }: Kubernetes knows this identity by that name and lets it do nothing
finding-kube-014-fix = Have somebody give this user an access policy or a RoleBinding. The name in front is the one by which Kubernetes knows you; a rule for another name does not count.

explain-finding-kube-003 =
    The cluster's endpoint is private: its name leads to addresses inside the VPC, and from anywhere else a call ends in silence, a refusal or a name that is not found. Which of them it was stands beside the finding.

    EKS and EMR are asked through AWS and answer from everywhere, so whatever needs them alone still works. On a cluster in API mode that is the whole access-entry method, which writes nothing inside the cluster. Automatic and manual write Kubernetes objects and have to be run where the API server answers.
    .title = The API server answers inside its VPC only

explain-finding-kube-004 =
    The public endpoint has a list of address ranges (publicAccessCidrs), and whoever is not on it gets no answer. The ranges stand beside the finding. Which address you have on the internet is not looked up, because nobody but AWS and the cluster is called; so this is the likely reason, not a proven one.
    .title = The API server did not answer this computer

explain-finding-kube-005 =
    No DNS that this machine asks knows the host of the endpoint. The name of an EKS endpoint is in the public DNS even where the endpoint is private, so a missing name points to this machine's DNS, to a company DNS that hides foreign names, or to a cluster that is gone.
    .title = The name of the API server was not found

explain-finding-kube-006 =
    The connection was refused: the address exists, and nothing listens there. EKS itself does not refuse, it stays silent. So the name leads somewhere else, to a closed tunnel or to a firewall that says no.
    .title = Nothing listens at the API server's address

explain-finding-kube-007 =
    The endpoint is public and open to all addresses, and still nobody answered in time. Firewalls that drop what they do not allow look like this, and so do a VPN that takes all traffic and a network that is down. Nothing was sent.
    .title = The API server's address does not answer

explain-finding-kube-008 =
    EKS says which authority signs the certificates of this cluster (DescribeCluster, certificateAuthority), and only that one is taken. The certificate that came is of another. No token was sent.

    Neither the authorities of this machine nor AWS_CA_BUNDLE count here, and there is no flag that makes them count: whoever reads the token is you for a quarter of an hour.
    .title = A certificate of another authority

explain-finding-kube-009 =
    The certificate is of this cluster's authority and holds, but for other names than the one that was called. That happens behind a tunnel or an address of one's own. No token was sent.
    .title = A certificate for another name

explain-finding-kube-010 =
    A certificate holds from one day to another, and this machine's clock is outside of that. Most often the clock is wrong. No token was sent.
    .title = A certificate that does not hold now

explain-finding-kube-011 =
    TLS ended before a certificate could be judged: the other side speaks only versions older than 1.2, is no TLS server at all, or hung up. No token was sent.
    .title = No secure connection

explain-finding-kube-012 =
    A proxy is set for this connection, by HTTPS_PROXY, ALL_PROXY or the kubeconfig's proxy-url. It is asked for a tunnel (CONNECT) and sees the cluster's name and nothing else; the token goes only through the tunnel, encrypted. This proxy could not be reached, wants a password, or does not allow the tunnel.
    .title = The proxy does not let the connection through

explain-finding-kube-013 =
    A kubeconfig is used for nothing but the address of the Kubernetes API; the cluster is the one that EKS knows by the name you chose. The two are the same only if the kubeconfig names the certificate authority that EKS names. If its address is another one, say of a tunnel, the cluster's own host name has to stand in it as tls-server-name.

    Here one of the two is not so. Going on could change a cluster that nobody meant, so nothing is done.
    .title = This kubeconfig points to another cluster

explain-finding-kube-014 =
    The API server answered 403 to everything: it knows who you are, by an access entry or by aws-auth, and no rule gives that user or its groups anything. This is not the 401 of a stranger.

    The user name in front is the server's own word for you. Rules are written for that name or for the groups of the mapping: an access policy on your access entry, or a RoleBinding to the name.
    .title = Known to Kubernetes, but allowed nothing
