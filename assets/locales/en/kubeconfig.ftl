# --kubeconfig and --context.

kubeconfig-note-skipped = { $path } of KUBECONFIG is not there and was passed over.
kubeconfig-note-plugin = The kubeconfig's plugin is not run: { $command }. The token is made here, from the AWS credentials of this session; a profile that stands there does not count.
kubeconfig-note-credentials = The kubeconfig's own token, password or client certificate is not used. The token is made here, from the AWS credentials of this session.
kubeconfig-note-proxy = Kubernetes is called through the kubeconfig's proxy { $shown }.

error-kubeconfig-sandbox = { $flag } does not go with --sandbox, which brings its own Kubernetes API.
error-kubeconfig-no-file = There is no kubeconfig: name one with --kubeconfig.
error-kubeconfig-no-context = The kubeconfig names no current context: choose one with --context. There are: { $known }
error-kubeconfig-unknown-context = There is no context "{ $name }" in the kubeconfig. There are: { $known }
error-kubeconfig-dangling = The context names a { $kind } "{ $name }" that is not in the kubeconfig.
error-kubeconfig-server = The kubeconfig's server "{ $shown }" is not an address like https://host:port, without name or password.
error-kubeconfig-http = The kubeconfig's server "{ $shown }" is called without TLS, and everybody on the way could read the token. It is refused; https is needed.
error-kubeconfig-unchecked = The kubeconfig says insecure-skip-tls-verify: true. The certificate is always checked here, so this context is refused. Give it the cluster's certificate-authority-data.
error-kubeconfig-no-authority = The kubeconfig's cluster names no certificate-authority-data, by which alone it could be told to be this cluster. It is refused.
error-kubeconfig-authority = The kubeconfig's certificate authority is not a certificate in PEM.
error-kubeconfig-proxy = The kubeconfig's proxy-url "{ $shown }" is not an http:// or https:// address. Other kinds of proxy are not supported.
error-kubeconfig-plugin = The kubeconfig gets its token from a program that is not run here: { $command }. Only `aws eks get-token` and aws-iam-authenticator are known to make the token that is made here, too.
error-kubeconfig-acts-as = The kubeconfig's user acts as "{ $user }", which is not done here. It is refused, since the rights would be others than you expect.

error-kubeconfig-missing = { $path }: no such file
error-kubeconfig-folder = { $path }: a folder, not a kubeconfig
error-kubeconfig-special = { $path }: a pipe or a device, not a kubeconfig; it was not opened
error-kubeconfig-large = { $path }: larger than { $most } bytes, which no kubeconfig is
error-kubeconfig-writable = { $path }: everybody on this machine may write it (mode { $mode }), so it could lead anywhere; chmod o-w, look at it, and try again
error-kubeconfig-unreadable = { $path }: could not be read: { $what }
error-kubeconfig-not-text = { $path }: not a text in UTF-8
error-kubeconfig-malformed = { $path }:{ $place }: not a kubeconfig from here on; what stands there is not shown, since it may be a secret
error-kubeconfig-not-one = { $path }: not a kubeconfig
